import type pg from 'pg'
import { keysInUse } from '@/lib/db/keys-in-use'
import { Batcher } from '@/verifier/batch'
import type { PostgresLease } from '@/verifier/postgres/lease'
import type { ApiTokenLookUp, FoundApiToken, FoundSession, Store } from '@/verifier/store'

const milliseconds = (column: string) => `(extract(epoch FROM ${column}) * 1000)::float8`

/**
 * Also the fingerprints of the master keys in use, without a token: one statement, one snapshot.
 */
const findApiTokens = {
  name: 'find-api-tokens',
  text: `
SELECT s."digest", t."id", t."name", ${milliseconds('t."createdAt"')},
  CASE u."kind" WHEN 'person' THEN ${milliseconds('COALESCE(u."signedInAt", u."createdAt")')} END,
  u."id", u."email", u."displayName"
FROM "ApiTokenSecret" s JOIN "ApiToken" t ON t."id" = s."tokenId" JOIN "User" u ON u."id" = t."userId"
WHERE s."digest" = ANY ($1::text[]) AND u."disabledAt" IS NULL
UNION ALL SELECT "fingerprint", NULL, NULL, NULL, NULL, NULL, NULL, NULL FROM "Secret"`,
}

const findSessions = {
  name: 'find-sessions',
  text: `
SELECT s."id", ${milliseconds('s."expiresAt"')}, u."id", u."email", u."displayName"
FROM "Session" s JOIN "User" u ON u."id" = s."userId"
WHERE s."id" = ANY ($1::text[]) AND u."disabledAt" IS NULL`,
}

/** How long a verification waits for the database. */
const timeoutMs = 2_000

type UserColumns = [id: string, email: string, displayName: string]
type ApiTokenColumns = [
  digest: string,
  id: string,
  name: string,
  createdAt: number,
  signedInAt: number | null,
  ...UserColumns,
]
type FingerprintColumns = [fingerprint: string, id: null, ...null[]]
type SessionColumns = [id: string, expiresAt: number, ...UserColumns]

/**
 * Look-ups that arrive together are batched into one query. Results may be cached while this
 * process holds a lease: see lease.ts.
 */
export class PostgresStore implements Store {
  readonly #lease: PostgresLease
  readonly #pool: pg.Pool
  /** The key of a look-up is its digests, separated by spaces. */
  readonly #apiTokens: Batcher<ApiTokenLookUp>
  readonly #sessions: Batcher<FoundSession>

  constructor(pool: pg.Pool, lease: PostgresLease) {
    this.#lease = lease
    this.#pool = pool
    this.#apiTokens = new Batcher((keys) => askForApiTokens(pool, keys))
    this.#sessions = new Batcher((ids) => ask(pool, findSessions, ids, toSession))
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

  async findApiToken(digests: readonly string[]): Promise<ApiTokenLookUp> {
    const result = await this.#apiTokens.find(digests.join(' '))
    if (!result) throw new Error('A look-up of an API token was not answered')
    return result
  }

  async keysInUse(): Promise<string[]> {
    const query = { text: keysInUse, query_timeout: timeoutMs }
    const { rows } = await this.#pool.query<{ fingerprint: string }>(query)
    return rows.map(({ fingerprint }) => fingerprint)
  }

  findSession(id: string): Promise<FoundSession | null> {
    return this.#sessions.find(id)
  }
}

async function ask<Columns extends unknown[], Found>(
  pool: pg.Pool,
  statement: Statement,
  keys: string[],
  toEntry: (columns: Columns) => [key: string, found: Found],
): Promise<Map<string, Found>> {
  return new Map((await read<Columns>(pool, statement, keys)).map(toEntry))
}

async function askForApiTokens(
  pool: pg.Pool,
  keys: string[],
): Promise<Map<string, ApiTokenLookUp>> {
  const digests = keys.flatMap((key) => key.split(' '))
  const rows = await read<ApiTokenColumns | FingerprintColumns>(pool, findApiTokens, digests)
  const keysInUse = rows.filter(isFingerprint).map(([fingerprint]) => fingerprint)
  const tokens = new Map(rows.filter((row) => !isFingerprint(row)).map(toApiToken))
  const toLookUp = (key: string): ApiTokenLookUp => {
    const digest = key.split(' ').find((each) => tokens.has(each))
    const found = digest === undefined ? undefined : tokens.get(digest)
    return found ? { found } : { found: null, keysInUse }
  }
  return new Map(keys.map((key) => [key, toLookUp(key)]))
}

const isFingerprint = (row: ApiTokenColumns | FingerprintColumns): row is FingerprintColumns =>
  row[1] === null

interface Statement {
  name: string
  text: string
}

async function read<Columns extends unknown[]>(
  pool: pg.Pool,
  statement: Statement,
  keys: string[],
): Promise<Columns[]> {
  const query = { ...statement, values: [keys], query_timeout: timeoutMs }
  return (await pool.query<Columns>({ ...query, rowMode: 'array' })).rows
}

function toApiToken([digest, id, name, createdAt, signedInAt, ...user]: ApiTokenColumns): [
  string,
  FoundApiToken,
] {
  const found = {
    id,
    name,
    createdAt: new Date(createdAt),
    signedInAt: signedInAt === null ? null : new Date(signedInAt),
    user: toUser(user),
  }
  return [digest, found]
}

function toSession([id, expiresAt, ...user]: SessionColumns): [string, FoundSession] {
  return [id, { expiresAt: new Date(expiresAt), user: toUser(user) }]
}

const toUser = ([id, email, displayName]: UserColumns) => ({ id, email, displayName })
