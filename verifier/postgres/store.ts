import type pg from 'pg'
import { Batcher } from '@/verifier/batch'
import type { PostgresLease } from '@/verifier/postgres/lease'
import type { DigestCheck, FoundApiToken, FoundSession, Store } from '@/verifier/store'

const milliseconds = (column: string) => `(extract(epoch FROM ${column}) * 1000)::float8`

const findApiTokens = {
  name: 'find-api-tokens',
  text: `
SELECT t."digest", t."id", t."name", ${milliseconds('t."createdAt"')}, u."id", u."email", u."displayName"
FROM "ApiToken" t JOIN "User" u ON u."id" = t."userId" WHERE t."digest" = ANY ($1::text[])`,
}

const findSessions = {
  name: 'find-sessions',
  text: `
SELECT s."id", ${milliseconds('s."expiresAt"')}, u."id", u."email", u."displayName"
FROM "Session" s JOIN "User" u ON u."id" = s."userId" WHERE s."id" = ANY ($1::text[])`,
}

/** One statement, and so one snapshot. Each key is a list of digests separated by spaces. */
const checkDigests = {
  name: 'checkDigests',
  text: `
SELECT asked."key", NOT EXISTS (
    SELECT FROM "ApiToken" t JOIN "User" u ON u."id" = t."userId" WHERE t."digest" = ANY (string_to_array(asked."key", ' '))),
  ARRAY (SELECT "fingerprint" FROM "Secret" ORDER BY "fingerprint" IN (SELECT "secretFingerprint" FROM "Installation") DESC, "fingerprint")
FROM unnest($1::text[]) AS asked ("key")`,
}

/** How long a verification waits for the database. */
const timeoutMs = 2_000

type DigestCheckColumns = [key: string, isAbsent: boolean, secrets: string[]]
type UserColumns = [id: string, email: string, displayName: string]
type ApiTokenColumns = [digest: string, id: string, name: string, createdAt: number, ...UserColumns]
type SessionColumns = [id: string, expiresAt: number, ...UserColumns]

/**
 * Look-ups that arrive together are batched into one query. Results may be cached while this
 * process holds a lease: see lease.ts.
 */
export class PostgresStore implements Store {
  readonly #lease: PostgresLease
  readonly #apiTokens: Batcher<FoundApiToken>
  readonly #sessions: Batcher<FoundSession>
  readonly #digestChecks: Batcher<DigestCheck>

  constructor(pool: pg.Pool, lease: PostgresLease) {
    this.#lease = lease
    this.#apiTokens = new Batcher((digests) => ask(pool, findApiTokens, digests, toApiToken))
    this.#sessions = new Batcher((ids) => ask(pool, findSessions, ids, toSession))
    this.#digestChecks = new Batcher((keys) => ask(pool, checkDigests, keys, toDigestCheck))
  }

  version(): number | null {
    return this.#lease.version()
  }

  holds(userId: string, then: number): boolean {
    return this.#lease.holds(userId, then)
  }

  /** Look-ups of one turn of the event loop are batched anyway. */
  together(work: () => void): void {
    work()
  }

  findApiToken(digest: string): Promise<FoundApiToken | null> {
    return this.#apiTokens.find(digest)
  }

  findSession(id: string): Promise<FoundSession | null> {
    return this.#sessions.find(id)
  }

  async checkDigests(digests: readonly string[]): Promise<DigestCheck> {
    const found = await this.#digestChecks.find(digests.join(' '))
    if (!found) throw new Error('A check of digests was not answered')
    return found
  }
}

async function ask<Columns extends unknown[], Found>(
  pool: pg.Pool,
  statement: { name: string; text: string },
  keys: string[],
  toEntry: (columns: Columns) => [key: string, found: Found],
): Promise<Map<string, Found>> {
  const query = {
    ...statement,
    rowMode: 'array' as const,
    values: [keys],
    query_timeout: timeoutMs,
  }
  const { rows } = await pool.query<Columns>(query)
  return new Map(rows.map(toEntry))
}

function toApiToken([digest, id, name, createdAt, ...user]: ApiTokenColumns): [
  string,
  FoundApiToken,
] {
  return [digest, { id, name, createdAt: new Date(createdAt), user: toUser(user) }]
}

function toSession([id, expiresAt, ...user]: SessionColumns): [string, FoundSession] {
  return [id, { expiresAt: new Date(expiresAt), user: toUser(user) }]
}

const toDigestCheck = ([key, isAbsent, secrets]: DigestCheckColumns): [string, DigestCheck] => [
  key,
  { isAbsent, secrets },
]

const toUser = ([id, email, displayName]: UserColumns) => ({ id, email, displayName })
