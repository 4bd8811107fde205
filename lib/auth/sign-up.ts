import { randomUUID } from 'node:crypto'
import { hashPassword } from '@/lib/auth/passwords'
import { db } from '@/lib/db/client'
import { isUniqueViolation } from '@/lib/db/errors'
import { env } from '@/lib/env'
import type { Subject } from '@/lib/principal'

export type SignUpResult =
  | { outcome: 'signed_up'; subject: Subject }
  | { outcome: 'email_taken' | 'signup_closed' }

interface SignUpInput {
  email: string
  password: string
  displayName: string
}

class SignUpClosed extends Error {}

/** Makes an account. The first one owns the installation; also when several arrive at once, exactly one does. */
export async function signUp({ email, password, displayName }: SignUpInput): Promise<SignUpResult> {
  const passwordHash = await hashPassword(password)
  const user = { id: randomUUID(), email, displayName, passwordHash }
  try {
    await createUser(user)
    return { outcome: 'signed_up', subject: { id: user.id, email, displayName } }
  } catch (error) {
    if (error instanceof SignUpClosed) return { outcome: 'signup_closed' }
    if (isUniqueViolation(error)) return { outcome: 'email_taken' }
    throw error
  }
}

async function createUser(user: Omit<SignUpInput, 'password'> & { id: string; passwordHash: string }) {
  await db().$transaction(async (transaction) => {
    await transaction.user.create({ data: user, select: { id: true } })
    const claimed = await transaction.installation.updateMany({
      where: { claimedAt: null },
      data: { ownerId: user.id, claimedAt: new Date() },
    })
    if (claimed.count === 0 && env().signUp === 'closed') throw new SignUpClosed()
  })
}
