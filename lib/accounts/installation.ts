import { env } from '@/lib/config/settings'
import { db } from '@/lib/db/client'
import type { Subject } from '@/shared/principal'

/** Whether nobody has signed up yet. The first account will own the installation. */
export async function isInstallationEmpty(): Promise<boolean> {
  return (await db().installation.count({ where: { claimedAt: { not: null } } })) === 0
}

/** Whether the user owns the installation. */
export async function isOwner({ id: ownerId }: Subject): Promise<boolean> {
  return (await db().installation.count({ where: { ownerId } })) === 1
}

/**
 * Whether sign-up is open. It is always open for the first account. lib/sign-in/sign-up.ts enforces
 * the rule in the transaction that creates the account.
 */
export async function isSignUpOpen(): Promise<boolean> {
  return env().signUp === 'open' || isInstallationEmpty()
}
