import { env } from '@/lib/config/settings'
import { db } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/sqlite/client'
import type { Subject } from '@/shared/principal'

/*
 * The installation and its owners. The first account that is created is an owner. Any number of
 * others may be; the triggers on `User` keep the last one: docs/decisions/0029-people.md.
 */

/** Whether nobody has signed up yet. The first account will own the installation. */
export async function isInstallationEmpty(): Promise<boolean> {
  return (await db().installation.count({ where: { claimedAt: { not: null } } })) === 0
}

/** Whether the user is an owner of the installation. */
export async function isOwner({ id }: Subject): Promise<boolean> {
  return (await db().user.count({ where: { id, role: 'owner' } })) === 1
}

/**
 * Claims the installation for a new account, in the transaction that creates it. Only the first
 * claim succeeds, and makes the account an owner.
 * @returns whether it succeeded
 */
export async function claimOwnership(
  transaction: Prisma.TransactionClient,
  id: string,
): Promise<boolean> {
  const { count } = await transaction.installation.updateMany({
    where: { claimedAt: null },
    data: { claimedAt: new Date() },
  })
  if (count === 0) return false
  await transaction.user.update({ where: { id }, data: { role: 'owner' }, select: { id: true } })
  return true
}

/**
 * Whether sign-up is open. It is always open for the first account. lib/sign-in/sign-up.ts enforces
 * the rule in the transaction that creates the account.
 */
export async function isSignUpOpen(): Promise<boolean> {
  return env().signUp === 'open' || isInstallationEmpty()
}
