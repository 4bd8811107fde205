import { randomUUID } from 'node:crypto'
import { isSignUpOpen } from '@/lib/accounts/installation'
import { hashPassword } from '@/lib/accounts/password'
import { type Author, addActivity, authorOf } from '@/lib/audit/record'
import { env } from '@/lib/config/settings'
import { db } from '@/lib/db/client'
import { isUniqueViolation } from '@/lib/db/errors'
import type { Client } from '@/lib/http/client'
import type { Limit } from '@/lib/http/rate-limited'
import { consume } from '@/lib/limits/counters'
import { adoptionWindowMs, newSession, principalOf } from '@/lib/sessions/sessions'
import { getSignInSource, rememberSource } from '@/lib/sign-in/sign-in-source'
import type { SessionPrincipal } from '@/shared/principal'

export type SignUpResult =
  | { outcome: 'signed_up'; principal: SessionPrincipal }
  | { outcome: 'email_taken' | 'signup_closed' }
  | { outcome: 'rate_limited'; limit: Limit }

interface SignUpInput {
  email: string
  password: string
  displayName: string
  client: Client
}

class SignUpClosed extends Error {}

/**
 * Creates an account and starts its first session. The first account owns the installation; of
 * several that arrive at once, exactly one does.
 */
export async function signUp({ password, client, ...person }: SignUpInput): Promise<SignUpResult> {
  if (!(await isSignUpOpen())) return { outcome: 'signup_closed' }
  const source = await getSignInSource()
  const limit = await consume('sign-up', [source.address])
  if (limit) return { outcome: 'rate_limited', limit }
  const user = { id: randomUUID(), ...person, passwordHash: await hashPassword(password) }
  const adoptableUntil = new Date(Date.now() + adoptionWindowMs)
  const session = { ...newSession(user.id, client.userAgent), adoptableUntil }
  const principal = principalOf(session, { id: user.id, ...person })
  try {
    await store(user, session, { ...authorOf(principal, client), credential: 'password' })
  } catch (error) {
    if (error instanceof SignUpClosed) return { outcome: 'signup_closed' }
    if (isUniqueViolation(error)) return { outcome: 'email_taken' }
    throw error
  }
  await rememberSource(person.email, source)
  return { outcome: 'signed_up', principal }
}

interface NewUser {
  id: string
  email: string
  displayName: string
  passwordHash: string
}

/** @throws SignUpClosed when another account was first and sign-up is closed to all others */
async function store(
  user: NewUser,
  session: ReturnType<typeof newSession>,
  author: Author,
): Promise<void> {
  await db().$transaction(async (transaction) => {
    await transaction.user.create({ data: user, select: { id: true } })
    const { count } = await transaction.installation.updateMany({
      where: { claimedAt: null },
      data: { ownerId: user.id, claimedAt: new Date() },
    })
    if (count === 0 && env().signUp === 'closed') throw new SignUpClosed()
    await transaction.session.create({ data: session, select: { id: true } })
    await addActivity(author, { action: 'signed_up' }, transaction)
  })
}
