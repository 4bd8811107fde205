import { createHmac } from 'node:crypto'
import { db } from '@/lib/db/client'
import { isUniqueViolation } from '@/lib/db/errors'
import { keys } from '@/lib/keys'
import { oncePerThread } from '@/lib/once-per-thread'
import type { SessionPrincipal } from '@/lib/principal'
import type { NewApiToken } from '@/lib/tokens/api-token/api-token-row'
import { getApiToken, newApiToken } from '@/lib/tokens/api-token/api-tokens'
import { Turnstile } from '@/lib/turnstile'

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
}

/** One user's requests that come at once wait for each other here, not each with a connection to the database. */
const turnstile = oncePerThread('idempotent-create', () => new Turnstile(1))

/** Makes the caller's token, once, however often and on however many processes it is asked for under one key. */
export function createApiTokenOnce(
  principal: SessionPrincipal,
  request: Request,
  now = new Date(),
): Promise<CreateOutcome> {
  return turnstile().pass(principal.subject.id, () => createOrReplay(principal, request, now))
}

async function createOrReplay(
  principal: SessionPrincipal,
  request: Request,
  now: Date,
): Promise<CreateOutcome> {
  const once = digestsOf(principal, request)
  return (
    (await replay(principal, once, now)) ??
    (await createFirst(principal, request.name, once, now)) ??
    // Somebody was faster: the same request, or another one that made the one token.
    (await replay(principal, once, now)) ?? { outcome: 'token_exists' }
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
  { digest, requestDigest }: Once,
  now: Date,
): Promise<CreateOutcome | null> {
  const done = await db().idempotencyKey.findUnique({ where: { digest, createdAt: { gt: expiry(now) } } })
  if (!done) return null
  if (done.requestDigest !== requestDigest) return { outcome: 'idempotency_key_reused' }
  const token = await getApiToken(principal, done.tokenId)
  return token ? { outcome: 'created', token } : { outcome: 'token_deleted' }
}

/** @returns null where the key or the user has made a token meanwhile: then nothing is stored */
async function createFirst(
  { subject }: SessionPrincipal,
  name: string,
  once: Once,
  now: Date,
): Promise<CreateOutcome | null> {
  const { data, toNewToken } = await newApiToken(subject, name)
  try {
    const stored = await db().$transaction(async (transaction) => {
      const { digest } = once
      await transaction.idempotencyKey.deleteMany({ where: { digest, createdAt: { lte: expiry(now) } } })
      await transaction.idempotencyKey.create({
        data: { ...once, userId: subject.id, tokenId: data.id, createdAt: now },
      })
      return transaction.apiToken.create({ data })
    })
    return { outcome: 'created', token: toNewToken(stored) }
  } catch (error) {
    if (isUniqueViolation(error)) return null
    throw error
  }
}
