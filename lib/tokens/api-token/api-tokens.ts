import { randomBytes, randomUUID } from 'node:crypto'
import { type Author, addActivity, authorOf } from '@/lib/activity/add-activity'
import type { ActivityDetail } from '@/lib/activity/event'
import { db } from '@/lib/db/client'
import { isUniqueViolation } from '@/lib/db/errors'
import type { ApiToken, Prisma } from '@/lib/db/generated/sqlite/client'
import { type ListedApiToken, lookups } from '@/lib/db/lookups'
import { revoking } from '@/lib/db/revoking'
import { whenUnlocked } from '@/lib/db/when-unlocked'
import type { Client } from '@/lib/http/client'
import { keyring } from '@/lib/keyring'
import type { Keys } from '@/lib/keys'
import { SessionOver, type SessionPrincipal, type Subject } from '@/lib/principal'
import { requireKeys, storingUnder } from '@/lib/secrets-in-use'
import type { ApiTokenRow, NewApiToken } from '@/lib/tokens/api-token/api-token-row'
import { createInTurn } from '@/lib/tokens/api-token/create-in-turn'
import { openSealed, seal } from '@/lib/tokens/api-token/sealed'
import { apiTokenPrefix, digestApiToken, hintOf, makeApiTokenSecret } from '@/lib/tokens/api-token/secret'

/** The caller's own tokens: none, or the one. */
export async function listApiTokens({ subject }: SessionPrincipal): Promise<ApiTokenRow[]> {
  const token = await whenUnlocked(() => lookups().findApiTokenOf(subject.id))
  return token ? [toRow(token)] : []
}

/** A new token, ready to be stored, and what is answered when it is. */
export async function newApiToken({ id: userId }: Subject, name: string, keys: Keys) {
  const id = randomUUID()
  const secret = makeApiTokenSecret(randomBytes)
  const sealed = await seal(secret, id, keys.seal)
  const digest = digestApiToken(secret, keys.digest)
  const data = { id, userId, name, digest, sealed, secretFingerprint: keys.fingerprint, hint: hintOf(secret) }
  return { data, toNewToken: (stored: ApiToken): NewApiToken => ({ ...toRow(stored), token: secret }) }
}

/**
 * @returns the new token and, this once, its secret; or null when the user already has a token
 * @throws SessionOver
 */
export async function createApiToken(
  principal: SessionPrincipal,
  name: string,
  client: Client,
): Promise<NewApiToken | null> {
  try {
    return await createInTurn(principal.subject, () =>
      storingUnder(async (keys) => {
        const { data, toNewToken } = await newApiToken(principal.subject, name, keys)
        const author = authorOf(principal, client)
        return toNewToken(await db().$transaction((transaction) => storeApiToken(transaction, data, author)))
      }),
    )
  } catch (error) {
    if (isUniqueViolation(error)) return null
    throw error
  }
}

/**
 * Stores a new token, and writes it down.
 * @throws SessionOver
 */
export async function storeApiToken(
  transaction: Prisma.TransactionClient,
  data: Awaited<ReturnType<typeof newApiToken>>['data'],
  author: Author,
): Promise<ApiToken> {
  await holdSession(transaction, author)
  const stored = await transaction.apiToken.create({ data })
  await addActivity(author, { action: 'token_created', detail: detailOf(stored) }, transaction)
  return stored
}

/**
 * Bound to the session that asks: one that was ended while it waited in line makes no token, and none is ended until this is through.
 * @throws SessionOver
 */
async function holdSession(
  transaction: Prisma.TransactionClient,
  { sessionId }: Author,
  now = new Date(),
): Promise<void> {
  const where = { id: sessionId ?? '', expiresAt: { gt: now } }
  const { count } = await transaction.session.updateMany({ where, data: { lastSeenAt: now } })
  if (count === 0) throw new SessionOver()
}

/**
 * Opens the caller's own token once more, which is written down.
 * @param detail what else is to be said of it
 * @returns the row and the secret, as its making answered them; or null when the caller has no such token
 * @throws SessionOver
 */
export async function copyApiToken(
  principal: SessionPrincipal,
  id: string,
  client: Client,
  detail: Pick<ActivityDetail, 'is_retry'> = {},
): Promise<NewApiToken | null> {
  const token = await db().apiToken.findFirst({ where: { id, userId: principal.subject.id } })
  if (!token) return null
  const secret = await openOwn(token)
  const event = { action: 'token_copied', detail: { ...detailOf(token), ...detail } } as const
  const author = authorOf(principal, client)
  await db().$transaction(async (transaction) => {
    await holdSession(transaction, author)
    await addActivity(author, event, transaction)
  })
  return { ...toRow(token), token: secret }
}

/** With the secret that the row names. A row that names none is of the oldest that there is: it is the one that opens it. */
async function openOwn({ id, sealed, secretFingerprint }: ApiToken): Promise<string> {
  if (secretFingerprint !== null) return openSealed(sealed, id, requireKeys(secretFingerprint).seal)
  return Promise.any(keyring().all.map((keys) => openSealed(sealed, id, keys.seal)))
}

/** Revokes the caller's own token, at once. @returns whether there was such a token */
export async function deleteApiToken(
  principal: SessionPrincipal,
  id: string,
  client: Client,
): Promise<boolean> {
  const where = { id, userId: principal.subject.id }
  const token = await db().apiToken.findFirst({ where, select: { id: true, name: true } })
  if (!token) return false
  const event = { action: 'token_deleted', detail: detailOf(token) } as const
  return revoking(() =>
    db().$transaction(async (transaction) => {
      const { count } = await transaction.apiToken.deleteMany({ where })
      if (count === 1) await addActivity(authorOf(principal, client), event, transaction)
      return count === 1
    }),
  )
}

const detailOf = ({ id, name }: Pick<ApiToken, 'id' | 'name'>) => ({ token_id: id, token_name: name })

function toRow(token: ListedApiToken): ApiTokenRow {
  return {
    id: token.id,
    name: token.name,
    description: token.name,
    token_hint: `${apiTokenPrefix}…${token.hint}`,
    fk_user_id: token.userId,
    created_by: token.userId,
    created_at: token.createdAt.toISOString(),
    updated_at: token.updatedAt.toISOString(),
    last_used_at: token.lastUsedAt?.toISOString() ?? null,
    use_count: Number(token.useCount),
  }
}
