import { createHmac } from 'node:crypto'
import { authorOf } from '@/lib/audit/record'
import type { Keys } from '@/lib/config/derived-keys'
import { keyring } from '@/lib/config/keyring'
import { db } from '@/lib/db/client'
import { isUniqueViolation } from '@/lib/db/errors'
import type { Client } from '@/lib/http/client'
import { whileSessionLives } from '@/lib/sessions/hold-session'
import { copyApiToken, newApiToken, storing } from '@/lib/tokens/api-tokens'
import { createInTurn } from '@/lib/tokens/create-in-turn'
import { storingUnder } from '@/lib/tokens/keys-in-use'
import type { NewApiToken } from '@/shared/api-token-row'
import type { SessionPrincipal } from '@/shared/principal'

/*
 * A create under an Idempotency-Key, whose retry is answered with the same token. Only the id of
 * the created token is kept; the secret comes from the token's sealed copy. See
 * docs/decisions/0014-idempotency.md.
 */

const lifetimeMs = 86_400_000

export type CreateOutcome =
  | { outcome: 'created'; token: NewApiToken }
  | { outcome: 'token_exists' | 'idempotency_key_reused' | 'token_deleted' }

interface Request {
  name: string
  /** The client's key for this request. */
  key: string
  client: Client
}

/**
 * Creates the caller's token exactly once per key, however many requests and processes are
 * involved.
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
  const first = () => storingUnder((keys) => createFirst(principal, request, keys, now))
  return (
    (await replay(principal, request, now)) ??
    (await first()) ??
    // Another request won the race: the same one, or one that created the user's only token.
    (await replay(principal, request, now)) ?? { outcome: 'token_exists' }
  )
}

/** Removes the keys that can no longer answer a retry. */
export async function removeExpiredIdempotencyKeys(now = new Date()): Promise<void> {
  await db().idempotencyKey.deleteMany({ where: { createdAt: { lte: expiry(now) } } })
}

/** Neither the client's key nor its request is stored in the clear. */
function digestsOf({ subject }: SessionPrincipal, { name, key }: Request, { idempotency }: Keys) {
  const digest = (...parts: string[]) =>
    createHmac('sha256', idempotency).update(JSON.stringify(parts)).digest('base64url')
  return { digest: digest('key', subject.id, key), requestDigest: digest('request', name) }
}

const expiry = (now: Date) => new Date(now.getTime() - lifetimeMs)

/**
 * During a rotation of the master key, the digest may be of either key.
 * @returns null when this key has created nothing, or did so over a day ago
 */
async function replay(
  principal: SessionPrincipal,
  request: Request,
  now: Date,
): Promise<CreateOutcome | null> {
  const either = keyring().all.map((keys) => digestsOf(principal, request, keys))
  const digest = { in: either.map((once) => once.digest) }
  const done = await db().idempotencyKey.findFirst({
    where: { digest, createdAt: { gt: expiry(now) } },
  })
  if (!done) return null
  if (!either.some(({ requestDigest }) => requestDigest === done.requestDigest))
    return { outcome: 'idempotency_key_reused' }
  const token = await copyApiToken(principal, done.tokenId, request.client, { is_retry: true })
  return token ? { outcome: 'created', token } : { outcome: 'token_deleted' }
}

/** @returns null when the key or the user has created a token meanwhile: nothing is stored then */
async function createFirst(
  principal: SessionPrincipal,
  request: Request,
  keys: Keys,
  now: Date,
): Promise<CreateOutcome | null> {
  const { subject } = principal
  const once = digestsOf(principal, request, keys)
  const { data, toNewToken } = await newApiToken(subject, request.name, keys)
  try {
    const { digest } = once
    const row = { ...once, userId: subject.id, tokenId: data.id, createdAt: now }
    const [, , , stored] = await whileSessionLives(() =>
      db().$transaction([
        db().idempotencyKey.deleteMany({ where: { digest, createdAt: { lte: expiry(now) } } }),
        db().idempotencyKey.create({ data: row }),
        ...storing(data, authorOf(principal, request.client)),
      ]),
    )
    return { outcome: 'created', token: toNewToken(stored) }
  } catch (error) {
    if (isUniqueViolation(error)) return null
    throw error
  }
}
