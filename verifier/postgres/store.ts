import type pg from 'pg'
import { keysInUse } from '@/lib/db/keys-in-use'
import type { MaybePromise } from '@/lib/maybe-promise'
import { Batcher } from '@/verifier/batch'
import type { PostgresLease } from '@/verifier/postgres/lease'
import { toNames, toRule } from '@/verifier/service-rule'
import type {
  ApiTokenLookUp,
  FoundAccount,
  FoundApiToken,
  FoundSession,
  FoundUser,
  RulesVersion,
  ServiceRule,
  ServiceRules,
  Store,
} from '@/verifier/store'

const milliseconds = (column: string) => `(extract(epoch FROM ${column}) * 1000)::float8`

/** Names hold no control characters. */
const namesOf = (rows: string) => `(SELECT string_agg("name", E'\\n') FROM ${rows})`

const groupsOfUser = namesOf(
  '"Group" g JOIN "GroupMember" m ON g."id" = m."groupId" WHERE m."userId" = u."id"',
)
const servicesOfToken = namesOf(
  '"Service" JOIN "ApiTokenService" l ON "Service"."id" = l."serviceId" WHERE l."tokenId" = t."id"',
)
const rulesVersion = '(SELECT "rulesVersion"::text FROM "Coherence")'

/**
 * Also the fingerprints of the master keys in use, without a token: one statement, one snapshot.
 */
const findApiTokens = {
  name: 'find-api-tokens',
  text: `
SELECT s."digest", t."id", t."name", ${milliseconds('t."createdAt"')},
  CASE u."kind" WHEN 'person' THEN ${milliseconds('COALESCE(u."signedInAt", u."createdAt")')} END,
  CASE WHEN s."generation" < t."secretGeneration" THEN s."generation" END, ${milliseconds('t."previousEndsAt"')},
  CASE WHEN t."hasServiceList" THEN COALESCE(${servicesOfToken}, '') END,
  u."id", u."email", u."displayName", ${groupsOfUser}, ${rulesVersion}
FROM "ApiTokenSecret" s JOIN "ApiToken" t ON t."id" = s."tokenId" JOIN "User" u ON u."id" = t."userId"
WHERE s."digest" = ANY ($1::text[]) AND u."disabledAt" IS NULL AND (
  s."generation" = t."secretGeneration"
  OR s."generation" = t."secretGeneration" - 1 AND t."previousEndsAt" IS NOT NULL
)
UNION ALL SELECT "fingerprint", ${Array(12).fill('NULL').join()} FROM "Secret"`,
}

const findSessions = {
  name: 'find-sessions',
  text: `
SELECT s."id", ${milliseconds('s."expiresAt"')},
  u."id", u."email", u."displayName", ${groupsOfUser}, ${rulesVersion}
FROM "Session" s JOIN "User" u ON u."id" = s."userId"
WHERE s."id" = ANY ($1::text[]) AND u."disabledAt" IS NULL`,
}

const findAccounts = {
  name: 'find-accounts',
  text: `
SELECT u."id", u."role", u."passwordHash" <> ''
  AND NOT EXISTS (SELECT FROM "AuthenticatorApp" a WHERE a."userId" = u."id" AND a."confirmedAt" IS NOT NULL)
  AND NOT EXISTS (SELECT FROM "Passkey" p WHERE p."userId" = u."id")
FROM "User" u WHERE u."id" = ANY ($1::text[]) AND u."disabledAt" IS NULL`,
}

/** Without a service too, there is one row. */
const findRules = `
SELECT c."rulesVersion"::text, s."name", s."access", ${namesOf(
  '"Group" g JOIN "ServiceGroup" n ON g."id" = n."groupId" WHERE n."serviceId" = s."id"',
)}
FROM "Coherence" c LEFT JOIN "Service" s ON TRUE`

/** How long a verification waits for the database. */
const timeoutMs = 2_000

type UserColumns = [
  id: string,
  email: string,
  displayName: string,
  groups: string | null,
  rulesVersion: string,
]
type ApiTokenColumns = [
  digest: string,
  id: string,
  name: string,
  createdAt: number,
  signedInAt: number | null,
  previousGeneration: number | null,
  previousEndsAt: number | null,
  services: string | null,
  ...UserColumns,
]
type FingerprintColumns = [fingerprint: string, id: null, ...null[]]
type SessionColumns = [id: string, expiresAt: number, ...UserColumns]
type AccountColumns = [id: string, role: string, lacksSecondFactor: boolean]
type RuleColumns = [version: string, name: string | null, access: string, groups: string | null]

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
  readonly #accounts: Batcher<FoundAccount>
  #rules: ServiceRules | null = null
  /** The reading of the rules that is under way. */
  #reading: Promise<ServiceRules> | null = null

  constructor(pool: pg.Pool, lease: PostgresLease) {
    this.#lease = lease
    this.#pool = pool
    this.#apiTokens = new Batcher((keys) => askForApiTokens(pool, keys))
    this.#sessions = new Batcher((ids) => ask(pool, findSessions, ids, toSession))
    this.#accounts = new Batcher((ids) => ask(pool, findAccounts, ids, toAccount))
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

  findAccount(userId: string): Promise<FoundAccount | null> {
    return this.#accounts.find(userId)
  }

  serviceRules(version: RulesVersion): MaybePromise<ServiceRules> {
    if (this.#rules?.version === version) return this.#rules
    this.#reading ??= this.#readRules().finally(() => {
      this.#reading = null
    })
    return this.#reading
  }

  async #readRules(): Promise<ServiceRules> {
    const query = { text: findRules, rowMode: 'array' as const, query_timeout: timeoutMs }
    const { rows } = await this.#pool.query<RuleColumns>(query)
    const byName = new Map<string, ServiceRule>()
    for (const [, name, ...rule] of rows) if (name !== null) byName.set(name, toRule(...rule))
    this.#rules = { version: rows[0]?.[0] ?? '', byName }
    return this.#rules
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

function toApiToken([
  digest,
  id,
  name,
  createdAt,
  signedInAt,
  generation,
  endsAt,
  services,
  ...user
]: ApiTokenColumns): [string, FoundApiToken] {
  const found = {
    id,
    name,
    createdAt: new Date(createdAt),
    signedInAt: signedInAt === null ? null : new Date(signedInAt),
    previousSecret:
      generation === null || endsAt === null ? null : { generation, endsAt: new Date(endsAt) },
    services: services === null ? null : toNames(services),
    ...toUser(user),
  }
  return [digest, found]
}

function toSession([id, expiresAt, ...user]: SessionColumns): [string, FoundSession] {
  return [id, { expiresAt: new Date(expiresAt), ...toUser(user) }]
}

const toAccount = ([id, role, lacksSecondFactor]: AccountColumns): [string, FoundAccount] => [
  id,
  { role, lacksSecondFactor },
]

const toUser = ([id, email, displayName, groups, rulesVersion]: UserColumns): {
  user: FoundUser
  rulesVersion: RulesVersion
} => ({ user: { id, email, displayName, groups: toNames(groups) }, rulesVersion })
