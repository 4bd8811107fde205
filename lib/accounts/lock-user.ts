import type { Prisma } from '@/lib/db/generated/sqlite/client'

/**
 * Locks the row of a user, in the order of every transaction: before the user's links and sessions.
 * A transaction that redeems a link locks in the same order. Otherwise each would wait for the
 * other.
 * @param where the state in which the user must be, such as with the password that was verified
 * @returns whether there is such a user
 */
export async function lockUser(
  transaction: Prisma.TransactionClient,
  where: Prisma.UserWhereInput & { id: string },
): Promise<boolean> {
  const { count } = await transaction.user.updateMany({ where, data: { updatedAt: new Date() } })
  return count === 1
}
