import { env } from '@/lib/config/settings'
import type { Prisma } from '@/lib/db/generated/sqlite/client'

/*
 * The sign-in methods of a user: the password, a passkey, or an account at the OpenID provider.
 * Users cannot remove the last one themselves.
 */

/** The change would leave the user without a sign-in method, and was not made. */
export class OnlySignInMethod extends Error {
  override name = 'OnlySignInMethod'
}

/**
 * For a transaction that has locked the user's row and removed a sign-in method.
 * @throws OnlySignInMethod if it was the last one
 */
export async function requireSignInMethod(
  transaction: Prisma.TransactionClient,
  id: string,
): Promise<void> {
  const user = await transaction.user.findUniqueOrThrow({
    where: { id },
    select: {
      passwordHash: true,
      _count: {
        select: { passkeys: true, identities: { where: { issuer: env().oidc?.issuer ?? '' } } },
      },
    },
  })
  const { passkeys, identities } = user._count
  if (!hasPassword(user) && passkeys === 0 && identities === 0) throw new OnlySignInMethod()
}

/** Whether the user has a password, and the installation takes it. */
export const hasPassword = ({ passwordHash }: { passwordHash: string }): boolean =>
  passwordHash !== '' && env().passwords === 'on'
