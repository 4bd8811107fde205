import type { Prisma } from '@/lib/db/generated/sqlite/client'

/**
 * Whether the user still has the hash that was verified: a password change meanwhile has ended
 * whatever the old password had begun. Locks the user's row, so that a change waits.
 */
export async function isPasswordUnchanged(
  transaction: Prisma.TransactionClient,
  id: string,
  passwordHash: string,
): Promise<boolean> {
  const where = { id, passwordHash }
  const { count } = await transaction.user.updateMany({ where, data: { passwordHash } })
  return count === 1
}
