import type { Prisma } from '@/lib/db/generated/sqlite/client'

/**
 * Removes the secret before the current one of a token, if its end is as given, in the caller's
 * transaction. Where it still works, that is committed within `revoking`.
 * @returns whether it was removed
 */
export async function endPreviousSecretIn(
  transaction: Prisma.TransactionClient,
  tokenId: string,
  previousEndsAt: Prisma.DateTimeNullableFilter<'ApiToken'>,
): Promise<boolean> {
  // Locks the token: another rotation comes before or after.
  const { count } = await transaction.apiToken.updateMany({
    where: { id: tokenId, previousEndsAt },
    data: { previousEndsAt: null, previousUsedAt: null, previousUsedBy: null },
  })
  if (count === 0) return false
  const { secretGeneration } = await transaction.apiToken.findUniqueOrThrow({
    where: { id: tokenId },
    select: { secretGeneration: true },
  })
  const generation = { lt: secretGeneration }
  await transaction.apiTokenSecret.deleteMany({ where: { tokenId, generation } })
  return true
}
