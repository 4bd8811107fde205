import { lockUser } from '@/lib/accounts/lock-user'
import type { Visitor } from '@/lib/audit/actor'
import { addActivity } from '@/lib/audit/record'
import { db } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/sqlite/client'
import type { Notice } from '@/lib/mail/notify'
import { detailOf } from '@/lib/tokens/api-token'
import { endPreviousSecretIn } from '@/lib/tokens/end-previous-secret'
import { readKeysInUse, requireKeys } from '@/lib/tokens/keys-in-use'
import type { Event } from '@/shared/audit-event'
import { type ApiTokenProof, findApiToken } from '@/verifier/find-api-token'
import type { ApiTokenLookUp } from '@/verifier/store'

interface Ended {
  userId: string
  notice: Notice
}

/**
 * Ends what a presented secret gives access to: the API token, or a replaced secret alone. It ends
 * as well while its user is disabled, or has to sign in first: it would be accepted again later.
 * The caller waits until every instance refuses it.
 * @returns null if the secret is of no token, or no longer
 */
export async function endSecretByHolder(
  actor: Visitor,
  proof: ApiTokenProof,
): Promise<Ended | null> {
  const found = await findApiToken(proof, { store: { findApiToken: findSecret }, requireKeys })
  return found && db().$transaction((transaction) => endSecret(transaction, actor, found))
}

interface FoundSecret {
  userId: string
  tokenId: string
  generation: number
}

/** The secret with one of these digests, whatever the state of its token and its user. */
async function findSecret(digests: readonly string[]): Promise<ApiTokenLookUp<FoundSecret>> {
  const secret = await db().apiTokenSecret.findFirst({
    where: { digest: { in: [...digests] } },
    select: { tokenId: true, generation: true },
  })
  const token = secret && (await findToken(db(), secret.tokenId))
  if (!token) return { found: null, keysInUse: await readKeysInUse() }
  return { found: { ...secret, userId: token.userId } }
}

/** Without its relations: a token that is deleted meanwhile is not found, and no fault. */
const findToken = (database: Prisma.TransactionClient, id: string) =>
  database.apiToken.findUnique({ where: { id } })

/**
 * Finds the secret again by its number: a rotation of the master key may have moved its row. Each
 * write names that number, because an owner who rotates or deletes the token does not hold its
 * user: a secret that was replaced meanwhile ends itself alone.
 */
async function endSecret(
  transaction: Prisma.TransactionClient,
  actor: Visitor,
  { userId, tokenId, generation }: FoundSecret,
): Promise<Ended | null> {
  await lockUser(transaction, { id: userId })
  const user = await transaction.user.findUnique({
    where: { id: userId },
    select: { id: true, email: true },
  })
  const token = await findToken(transaction, tokenId)
  if (!user || !token) return null
  const detail: Event['detail'] = detailOf(token)
  const record = (event: Event) => addActivity(actor, user, event, transaction)
  const current = { id: tokenId, secretGeneration: generation }
  if ((await transaction.apiToken.deleteMany({ where: current })).count > 0) {
    await record({ action: 'revoked_by_holder', detail })
    return { userId, notice: 'api_token_revoked' }
  }
  const replaced = { id: tokenId, secretGeneration: generation + 1 }
  const isStillAccepted = { previousEndsAt: { gt: new Date() } }
  if (!(await endPreviousSecretIn(transaction, { ...replaced, ...isStillAccepted }))) return null
  await record({ action: 'revoked_by_holder', detail: { ...detail, reason: 'previous_secret' } })
  return { userId, notice: 'previous_secret_revoked' }
}
