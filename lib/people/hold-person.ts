import type { Prisma } from '@/lib/db/generated/sqlite/client'

/**
 * Locks the row of a user, in the order of every transaction: before the user's links and sessions.
 * Whoever redeems a link does so too, and would otherwise wait for this transaction, and it for them.
 * @param where the state in which the user must be
 * @returns whether there is such a user
 */
export async function holdPerson(
  transaction: Prisma.TransactionClient,
  where: Prisma.UserWhereInput & { id: string },
): Promise<boolean> {
  const { count } = await transaction.user.updateMany({ where, data: { updatedAt: new Date() } })
  return count === 1
}
