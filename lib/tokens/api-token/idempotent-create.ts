import { createHmac } from 'node:crypto'
import { authorOf } from '@/lib/activity/add-activity'
import { db } from '@/lib/db/client'
import { isUniqueViolation } from '@/lib/db/errors'
import type { Client } from '@/lib/http/client'
import { keys } from '@/lib/keys'
import type { SessionPrincipal } from '@/lib/principal'
import type { NewApiToken } from '@/lib/tokens/api-token/api-token-row'
import { copyApiToken, newApiToken, storeApiToken } from '@/lib/tokens/api-token/api-tokens'
import { createInTurn } from '@/lib/tokens/api-token/create-in-turn'

/*
 * A create under an Idempotency-Key, whose retry is answered with the same token. What is kept of it is which token it made; the secret
 * comes from the token's sealed copy. See docs/decisions/0014-idempotency.md.
 */

const lifetimeMs = 86_400_000

export type CreateOutcome =
  | { outcome: 'created'; token: NewApiToken }
  | { outcome: 'token_exists' | 'idempotency_key_reused' | 'token_deleted' }

interface Request {
  name: string
  /** The client's name for this request. */
  key: string
  client: Client
}

/**
 * Makes the caller's token, once, however often and on however many processes it is asked for under one key.
 * @throws SessionOver
 */
export function createApiTokenOnce(
  principal: SessionPrincipal,
  request: Request,
  now = new Date(),
): Promise<CreateOutcome> {
  return createInTurn(principal.subject, () => createOrReplay(principal, request, now))
}

async function createOrReplay(
  principal: SessionPrincipal,
  request: Request,
  now: Date,
): Promise<CreateOutcome> {
  const once = digestsOf(principal, request)
  return (
    (await replay(principal, request, once, now)) ??
    (await createFirst(principal, request, once, now)) ??
    // Somebody was faster: the same request, or another one that made the one token.
    (await replay(principal, request, once, now)) ?? { outcome: 'token_exists' }
  )
}

/** Removes what no retry is answered by any more. */
export async function removeExpiredIdempotencyKeys(now = new Date()): Promise<void> {
  await db().idempotencyKey.deleteMany({ where: { createdAt: { lte: expiry(now) } } })
}

type Once = ReturnType<typeof digestsOf>

/** Neither the client's key nor what it asked for is kept as it is. */
function digestsOf({ subject }: SessionPrincipal, { name, key }: Request) {
  const digest = (...parts: string[]) =>
    createHmac('sha256', keys().idempotency).update(JSON.stringify(parts)).digest('base64url')
  return { digest: digest('key', subject.id, key), requestDigest: digest('request', name) }
}

const expiry = (now: Date) => new Date(now.getTime() - lifetimeMs)

/** @returns null where this key has made nothing, or that was over a day ago */
async function replay(
  principal: SessionPrincipal,
  { client }: Request,
  { digest, requestDigest }: Once,
  now: Date,
): Promise<CreateOutcome | null> {
  const done = await db().idempotencyKey.findUnique({ where: { digest, createdAt: { gt: expiry(now) } } })
  if (!done) return null
  if (done.requestDigest !== requestDigest) return { outcome: 'idempotency_key_reused' }
  const token = await copyApiToken(principal, done.tokenId, client, { is_retry: true })
  return token ? { outcome: 'created', token } : { outcome: 'token_deleted' }
}

/** @returns null where the key or the user has made a token meanwhile: then nothing is stored */
async function createFirst(
  principal: SessionPrincipal,
  { name, client }: Request,
  once: Once,
  now: Date,
): Promise<CreateOutcome | null> {
  const { subject } = principal
  const { data, toNewToken } = await newApiToken(subject, name)
  try {
    const stored = await db().$transaction(async (transaction) => {
      const { digest } = once
      await transaction.idempotencyKey.deleteMany({ where: { digest, createdAt: { lte: expiry(now) } } })
      await transaction.idempotencyKey.create({
        data: { ...once, userId: subject.id, tokenId: data.id, createdAt: now },
      })
      return storeApiToken(transaction, data, authorOf(principal, client))
    })
    return { outcome: 'created', token: toNewToken(stored) }
  } catch (error) {
    if (isUniqueViolation(error)) return null
    throw error
  }
}
