import type { Prisma } from '@/lib/db/generated/sqlite/client'
import { endOneTimeTokens } from '@/lib/one-time-tokens'

/**
 * Ends what a user's password has begun or could replace: second steps of a sign-in, and links to
 * reset the password. For the transaction that changes the password, after it has locked the user's
 * row: the offer of a second step locks the row too, so that none outlives the password.
 */
export async function endPasswordTokens(
  userId: string,
  transaction: Prisma.TransactionClient,
): Promise<void> {
  await endOneTimeTokens(userId, 'second_factor', transaction)
  await endOneTimeTokens(userId, 'password_reset', transaction)
}
