import { hasPassword } from '@/lib/accounts/sign-in-methods'
import { env } from '@/lib/config/settings'
import { db } from '@/lib/db/client'
import type { SecondFactorMethod } from '@/shared/second-factor'

/*
 * The rules that say which users need a second factor after the password, and which have to set one
 * up: docs/decisions/0031-second-factor.md. A user without a password cannot sign in with one:
 * there is nothing that a second factor would be added to.
 */

/**
 * Returns how the user can prove the second factor after a correct password, or null when none is
 * asked for. A passkey alone is not asked for after the password, unless the installation requires
 * a second factor of this user.
 */
export async function requiredMethods(userId: string): Promise<SecondFactorMethod[] | null> {
  const user = await findFactors(userId)
  if (!user?.hasApp && !(user?.passkeys && isRequiredOf(user))) return null
  return [
    ...(user.hasApp ? (['totp'] as const) : []),
    ...(user.recoveryCodes > 0 ? (['recovery_code'] as const) : []),
    ...(user.passkeys > 0 ? (['passkey'] as const) : []),
  ]
}

/** Whether the installation requires a second factor of the user, who has none. */
export async function lacksSecondFactor(userId: string): Promise<boolean> {
  if (env().secondFactor === 'optional') return false
  const user = await findFactors(userId)
  return user !== null && isRequiredOf(user) && !user.hasApp && user.passkeys === 0
}

export const isSecondFactorRequired = async (userId: string): Promise<boolean> => {
  const user = await findFactors(userId)
  return user !== null && isRequiredOf(user)
}

const isRequiredOf = ({ role, ...factors }: Factors) =>
  factors.hasPassword &&
  (env().secondFactor === 'everyone' || (env().secondFactor === 'owners' && role === 'owner'))

export interface Factors {
  role: string
  /** One that signs in. */
  hasPassword: boolean
  hasApp: boolean
  passkeys: number
  recoveryCodes: number
}

export async function findFactors(id: string): Promise<Factors | null> {
  const user = await db().user.findUnique({
    where: { id },
    select: {
      role: true,
      passwordHash: true,
      authenticatorApp: { select: { confirmedAt: true } },
      _count: { select: { passkeys: true, recoveryCodes: true } },
    },
  })
  return (
    user && {
      role: user.role,
      hasPassword: hasPassword(user),
      hasApp: (user.authenticatorApp?.confirmedAt ?? null) !== null,
      ...user._count,
    }
  )
}
