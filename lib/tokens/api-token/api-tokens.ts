import { randomBytes, randomUUID } from 'node:crypto'
import { db } from '@/lib/db/client'
import { isUniqueViolation } from '@/lib/db/errors'
import type { ApiToken } from '@/lib/db/generated/sqlite/client'
import { revoking } from '@/lib/db/revoking'
import { keys } from '@/lib/keys'
import type { SessionPrincipal, Subject } from '@/lib/principal'
import type { ApiTokenRow, NewApiToken } from '@/lib/tokens/api-token/api-token-row'
import { openSealed, seal } from '@/lib/tokens/api-token/sealed'
import { apiTokenPrefix, digestApiToken, hintOf, makeApiTokenSecret } from '@/lib/tokens/api-token/secret'

/** The caller's own tokens: none, or the one. */
export async function listApiTokens({ subject }: SessionPrincipal): Promise<ApiTokenRow[]> {
  const tokens = await db().apiToken.findMany({ where: { userId: subject.id } })
  return tokens.map(toRow)
}

/** A new token, ready to be stored, and what is answered when it is. */
export async function newApiToken({ id: userId }: Subject, name: string) {
  const id = randomUUID()
  const secret = makeApiTokenSecret(randomBytes)
  const sealed = await seal(secret, id, keys().seal)
  const digest = digestApiToken(secret, keys().digest)
  const data = { id, userId, name, digest, sealed, hint: hintOf(secret) }
  return { data, toNewToken: (stored: ApiToken): NewApiToken => ({ ...toRow(stored), token: secret }) }
}

/** @returns the new token and, this once, its secret; or null when the user already has a token */
export async function createApiToken(
  { subject }: SessionPrincipal,
  name: string,
): Promise<NewApiToken | null> {
  const { data, toNewToken } = await newApiToken(subject, name)
  try {
    return toNewToken(await db().apiToken.create({ data }))
  } catch (error) {
    if (isUniqueViolation(error)) return null
    throw error
  }
}

/** The caller's own token with its secret, as its making answered it; or null when the caller has no such token. */
export async function getApiToken({ subject }: SessionPrincipal, id: string): Promise<NewApiToken | null> {
  const token = await db().apiToken.findFirst({ where: { id, userId: subject.id } })
  return token && { ...toRow(token), token: await openSealed(token.sealed, id, keys().seal) }
}

/** @returns the secret of the caller's own token, or null when the caller has no such token */
export async function getApiTokenSecret({ subject }: SessionPrincipal, id: string): Promise<string | null> {
  const token = await db().apiToken.findFirst({ where: { id, userId: subject.id }, select: { sealed: true } })
  return token && openSealed(token.sealed, id, keys().seal)
}

/** Revokes the caller's own token, at once. @returns whether there was such a token */
export async function deleteApiToken({ subject }: SessionPrincipal, id: string): Promise<boolean> {
  const { count } = await revoking(() => db().apiToken.deleteMany({ where: { id, userId: subject.id } }))
  return count === 1
}

function toRow(token: ApiToken): ApiTokenRow {
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
