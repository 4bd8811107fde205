import { env } from '@/lib/config/settings'
import type { Prisma } from '@/lib/db/generated/sqlite/client'

/*
 * How a user can sign in: with the password, a passkey, or an account at the OpenID provider. Nobody
 * removes the last way in by themselves.
 */

/** The change would leave the user without a way to sign in, and was not made. */
export class OnlyWayIn extends Error {
  override name = 'OnlyWayIn'
}

/** Locks the user's row, so that changes of one user's ways in take turns. */
export async function lockUser(transaction: Prisma.TransactionClient, id: string): Promise<void> {
  const where = { id, kind: 'person' }
  await transaction.user.updateMany({ where, data: { kind: 'person' } })
}

/**
 * For a transaction that has locked the user's row and removed a way in.
 * @throws OnlyWayIn if it was the last one
 */
export async function requireWayIn(
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
  if (!hasPassword(user) && passkeys === 0 && identities === 0) throw new OnlyWayIn()
}

/** Whether the user has a password, and the installation takes it. */
export const hasPassword = ({ passwordHash }: { passwordHash: string }): boolean =>
  passwordHash !== '' && env().passwords === 'on'
