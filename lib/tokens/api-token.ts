import { randomBytes, randomUUID } from 'node:crypto'
import type { Keys } from '@/lib/config/derived-keys'
import type { ApiToken, ApiTokenSecret, Prisma } from '@/lib/db/generated/sqlite/client'
import { hintOf, makeApiTokenSecret } from '@/lib/tokens/api-token-secret'
import { requireKeys } from '@/lib/tokens/keys-in-use'
import { openSealed } from '@/lib/tokens/sealed'
import { storedSecret } from '@/lib/tokens/stored-secret'
import type { ApiTokenRow, NewApiToken } from '@/shared/api-token-row'
import type { Subject } from '@/shared/principal'
import { apiTokenPrefix } from '@/shared/token-format'

/* API tokens: a user makes their own, and an owner makes those of machines. */

/** Creates a token, ready to be stored, and the response for when it is stored. */
export async function newApiToken(subject: Subject, name: string, keys: Keys) {
  const userId = subject.id
  const id = randomUUID()
  const secret = makeApiTokenSecret(randomBytes)
  const create = await storedSecret(secret, id, keys)
  const data = { id, userId, name, hint: hintOf(secret), secrets: { create } }
  const toNewToken = (stored: ApiToken): NewApiToken => ({
    ...toRow({ ...stored, services: [] }, subject),
    token: secret,
  })
  return { data, toNewToken }
}

/**
 * Selects the current secret of a token, also where the previous one still works.
 */
export const currentSecret = {
  orderBy: { generation: 'desc' },
  take: 1,
} as const satisfies Prisma.ApiToken$secretsArgs

/** Decrypts the secret of a token. */
export const openSecret = ({ sealed, tokenId, keyFingerprint }: ApiTokenSecret): Promise<string> =>
  openSealed(sealed, tokenId, requireKeys(keyFingerprint).seal)

/** A token as the object of an action in the audit log. */
export const detailOf = ({ id, name }: Pick<ApiToken, 'id' | 'name'>) => ({
  token_id: id,
  token_name: name,
})

/** The relations that `toRow` reads besides the columns of a token. */
export const withServices = {
  services: { select: { service: { select: { name: true } } } },
} as const satisfies Prisma.ApiTokenInclude

type TokenWithServices = Prisma.ApiTokenGetPayload<{ include: typeof withServices }>

export function toRow(
  token: TokenWithServices,
  user: Pick<Subject, 'email'>,
  now = new Date(),
): ApiTokenRow {
  const services = token.services.map(({ service }) => service.name).sort()
  return {
    id: token.id,
    name: token.name,
    description: token.name,
    token_hint: `${apiTokenPrefix}…${token.hint}`,
    fk_user_id: token.userId,
    created_by: user.email,
    created_at: token.createdAt.toISOString(),
    updated_at: token.updatedAt.toISOString(),
    last_used_at: token.lastUsedAt?.toISOString() ?? null,
    use_count: Number(token.useCount),
    services: token.hasServiceList ? services : null,
    ...previousSecretOf(token, now),
  }
}

/** A secret whose grace period is over is not reported. */
function previousSecretOf({ previousEndsAt, previousUsedAt, previousUsedBy }: ApiToken, now: Date) {
  const isAccepted = previousEndsAt !== null && previousEndsAt > now
  return {
    previous_ends_at: isAccepted ? previousEndsAt.toISOString() : null,
    previous_last_used_at: (isAccepted && previousUsedAt?.toISOString()) || null,
    previous_last_used_by: isAccepted ? previousUsedBy : null,
  }
}
