import { randomUUID } from 'node:crypto'
import { claimOwnership } from '@/lib/accounts/installation'
import { hashPassword } from '@/lib/accounts/password'
import { passwordFault } from '@/lib/accounts/password-fault'
import type { Operator } from '@/lib/audit/actor'
import { addActivity } from '@/lib/audit/record'
import { db } from '@/lib/db/client'
import { isUniqueViolation } from '@/lib/db/errors'
import type { Prisma } from '@/lib/db/generated/sqlite/client'
import type { Subject } from '@/shared/principal'

interface NewAccount {
  email: string
  displayName: string
  password: string
}

export type AccountCreationResult =
  | { outcome: 'created'; isOwner: boolean }
  | { outcome: 'email_taken' }
  | { outcome: 'password_refused'; fault: string }

/** Creates an account for somebody else, also while sign-up is closed. */
export async function createAccount(
  operator: Operator,
  { password, ...person }: NewAccount,
): Promise<AccountCreationResult> {
  const fault = await passwordFault(password, person.email)
  if (fault !== null) return { outcome: 'password_refused', fault }
  const passwordHash = await hashPassword(password)
  const account = { ...person, passwordHash, signedInAt: null }
  const stored = await storeAccount(account, async (transaction, { subject, isOwner }) => {
    await addActivity(operator, subject, { action: 'signed_up' }, transaction)
    return isOwner
  })
  return stored ? { outcome: 'created', isOwner: stored.result } : { outcome: 'email_taken' }
}

interface StoredAccount {
  email: string
  displayName: string
  passwordHash: string
  /** When its first session starts; null where none does. */
  signedInAt: Date | null
}

/**
 * Stores a new account in one transaction. The first account owns the installation: of several that
 * arrive at once, exactly one does.
 * @param complete writes what belongs to the new account, with its row in the audit log. The
 * account is not created if it throws
 * @returns the result of `complete`, or null when another account has the address
 */
export async function storeAccount<T>(
  account: StoredAccount,
  complete: (
    transaction: Prisma.TransactionClient,
    stored: { subject: Subject; isOwner: boolean },
  ) => Promise<T>,
): Promise<{ result: T } | null> {
  const { passwordHash, signedInAt, ...person } = account
  const subject = { id: randomUUID(), ...person }
  try {
    return await db().$transaction(async (transaction) => {
      await transaction.user.create({
        data: { ...subject, passwordHash, signedInAt },
        select: { id: true },
      })
      const isOwner = await claimOwnership(transaction, subject.id)
      return { result: await complete(transaction, { subject, isOwner }) }
    })
  } catch (error) {
    if (isUniqueViolation(error)) return null
    throw error
  }
}
