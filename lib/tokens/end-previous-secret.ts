import type { Prisma } from '@/lib/db/generated/sqlite/client'

/**
 * Removes the previous secret of a token, in the caller's transaction. Where it still
 * works, that is committed within `revoking`.
 * @param where the token, its end, and the number of its current secret where that must not have
 * changed
 * @returns whether it was removed
 */
export async function endPreviousSecretIn(
  transaction: Prisma.TransactionClient,
  where: {
    id: string
    previousEndsAt: Prisma.DateTimeNullableFilter<'ApiToken'>
    secretGeneration?: number
  },
): Promise<boolean> {
  // Locks the token: another rotation comes before or after.
  const { count } = await transaction.apiToken.updateMany({
    where,
    data: { previousEndsAt: null, previousUsedAt: null, previousUsedBy: null },
  })
  if (count === 0) return false
  const { secretGeneration } = await transaction.apiToken.findUniqueOrThrow({
    where: { id: where.id },
    select: { secretGeneration: true },
  })
  const generation = { lt: secretGeneration }
  await transaction.apiTokenSecret.deleteMany({ where: { tokenId: where.id, generation } })
  return true
}
