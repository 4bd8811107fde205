import type { ApiToken, Prisma } from '@/lib/db/generated/sqlite/client'

/**
 * Ends the secret before the current one, in the caller's transaction, which holds the token's user
 * and is committed within `revoking`.
 */
export async function endPreviousSecretIn(
  transaction: Prisma.TransactionClient,
  { id, secretGeneration }: Pick<ApiToken, 'id' | 'secretGeneration'>,
): Promise<void> {
  await transaction.apiTokenSecret.deleteMany({
    where: { tokenId: id, generation: { lt: secretGeneration } },
  })
  await transaction.apiToken.update({
    where: { id },
    data: { previousEndsAt: null },
    select: { id: true },
  })
}
