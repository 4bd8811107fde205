import { db } from '@/lib/db/client'
import { env } from '@/lib/env'

/** Whether nobody has signed up yet: the first account will own the installation. */
export async function isInstallationEmpty(): Promise<boolean> {
  return (await db().installation.count({ where: { claimedAt: { not: null } } })) === 0
}

/** Whether somebody may sign up now. The first account is always welcome. */
export async function isSignUpOpen(): Promise<boolean> {
  return env().signUp === 'open' || isInstallationEmpty()
}
