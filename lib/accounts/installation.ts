import { env } from '@/lib/config/settings'
import { db } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/sqlite/client'
import type { Subject } from '@/shared/principal'

/*
 * The installation and its owner. The first account that is created owns the installation, for
 * good: if that account is deleted, nobody does.
 */

/** Whether nobody has signed up yet. The first account will own the installation. */
export async function isInstallationEmpty(): Promise<boolean> {
  return (await db().installation.count({ where: { claimedAt: { not: null } } })) === 0
}

/** Whether the user owns the installation. */
export async function isOwner({ id: ownerId }: Subject): Promise<boolean> {
  return (await db().installation.count({ where: { ownerId } })) === 1
}

/**
 * Claims the installation for a new account, in the transaction that creates it. Only the first
 * claim succeeds.
 * @returns whether the account is the owner
 */
export async function claimOwnership(
  transaction: Prisma.TransactionClient,
  ownerId: string,
): Promise<boolean> {
  const { count } = await transaction.installation.updateMany({
    where: { claimedAt: null },
    data: { ownerId, claimedAt: new Date() },
  })
  return count === 1
}

/**
 * Whether sign-up is open. It is always open for the first account. lib/sign-in/sign-up.ts enforces
 * the rule in the transaction that creates the account.
 */
export async function isSignUpOpen(): Promise<boolean> {
  return env().signUp === 'open' || isInstallationEmpty()
}
