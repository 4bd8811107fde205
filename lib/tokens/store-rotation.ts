import { randomBytes } from 'node:crypto'
import type { Administrator } from '@/lib/audit/actor'
import { addActivity, type LoggedAccount } from '@/lib/audit/record'
import type { Keys } from '@/lib/config/derived-keys'
import type { Prisma } from '@/lib/db/generated/sqlite/client'
import { detailOf, toRow, withServices } from '@/lib/tokens/api-token'
import { hintOf, makeApiTokenSecret } from '@/lib/tokens/api-token-secret'
import { endPreviousSecretIn } from '@/lib/tokens/end-previous-secret'
import { storedSecret } from '@/lib/tokens/stored-secret'
import type { NewApiToken } from '@/shared/api-token-row'

/*
 * The rotation of a token: its secret is replaced, and the previous one may work for a grace
 * period. A token has at most these two. The callers have locked the row of the token's user or
 * take turns with other owners, and commit within `revoking`.
 */

export type RotationResult =
  | { outcome: 'rotated'; token: NewApiToken }
  /** `rotation_in_progress`: the previous secret still works. */
  | { outcome: 'not_found' | 'rotation_in_progress' }

interface Rotation {
  /** The master key that the new secret is stored under. */
  keys: Keys
  /** For how long the current secret goes on working. */
  graceSeconds: number
}

/** Replaces the secret of a token. */
export async function storeRotation(
  transaction: Prisma.TransactionClient,
  actor: Administrator,
  holder: LoggedAccount & { id: string },
  where: Prisma.ApiTokenWhereUniqueInput,
  { keys, graceSeconds }: Rotation,
  now = new Date(),
): Promise<RotationResult> {
  const token = await transaction.apiToken.findUnique({ where })
  if (!token) return { outcome: 'not_found' }
  if (token.previousEndsAt && token.previousEndsAt > now) return { outcome: 'rotation_in_progress' }
  const { id: tokenId, secretGeneration } = token
  const secret = makeApiTokenSecret(randomBytes)
  const generation = secretGeneration + 1
  const previousEndsAt = graceSeconds > 0 ? new Date(now.getTime() + graceSeconds * 1000) : null
  // Deleted meanwhile: then there is nothing to replace.
  const { count } = await transaction.apiToken.updateMany({
    where: { id: tokenId },
    data: {
      secretGeneration: generation,
      hint: hintOf(secret),
      updatedAt: now,
      previousEndsAt,
      previousUsedAt: null,
      previousUsedBy: null,
    },
  })
  if (count === 0) return { outcome: 'not_found' }
  await transaction.apiTokenSecret.deleteMany({
    where: { tokenId, generation: { lt: previousEndsAt ? secretGeneration : generation } },
  })
  await transaction.apiTokenSecret.create({
    data: { ...(await storedSecret(secret, tokenId, keys)), tokenId, generation },
    select: { digest: true },
  })
  const detail = {
    ...detailOf(token),
    ...(previousEndsAt && { expires_at: previousEndsAt.toISOString() }),
  }
  await addActivity(actor, holder, { action: 'token_rotated', detail }, transaction)
  const include = withServices
  const after = await transaction.apiToken.findUniqueOrThrow({ where: { id: tokenId }, include })
  return { outcome: 'rotated', token: { ...toRow(after, holder, now), token: secret } }
}

/**
 * Ends the previous secret.
 * @returns whether there was one that still worked
 */
export async function storeEndOfPrevious(
  transaction: Prisma.TransactionClient,
  actor: Administrator,
  holder: LoggedAccount & { id: string },
  where: Prisma.ApiTokenWhereUniqueInput,
  now = new Date(),
): Promise<boolean> {
  const token = await transaction.apiToken.findUnique({ where })
  if (!token) return false
  const isEnded = await endPreviousSecretIn(transaction, {
    id: token.id,
    previousEndsAt: { gt: now },
  })
  if (!isEnded) return false
  const event = { action: 'previous_secret_ended', detail: detailOf(token) } as const
  await addActivity(actor, holder, event, transaction)
  return true
}
