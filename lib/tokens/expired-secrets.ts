import { db } from '@/lib/db/client'
import { endPreviousSecretIn } from '@/lib/tokens/end-previous-secret'

/** Tokens per query. */
const batchTokens = 1_000

/**
 * Removes the secrets that were replaced and whose time is over. They are refused already. One
 * token after the other: other writers get their turn between two of them.
 */
export async function removeExpiredSecrets(now = new Date()): Promise<void> {
  const isOver = { lte: now }
  for (;;) {
    const tokens = await db().apiToken.findMany({
      where: { previousEndsAt: isOver },
      select: { id: true },
      take: batchTokens,
    })
    if (tokens.length === 0) return
    for (const { id } of tokens)
      await db().$transaction((transaction) =>
        endPreviousSecretIn(transaction, { id, previousEndsAt: isOver }),
      )
  }
}
