import type pg from 'pg'
import { keysInUse } from '@/lib/db/keys-in-use'
import type { MaybePromise } from '@/lib/maybe-promise'
import { Batcher } from '@/verifier/batch'
import type { PostgresLease } from '@/verifier/postgres/lease'
import {
  type AccountColumns,
  type ApiTokenColumns,
  type FingerprintColumns,
  findAccounts,
  findApiTokens,
  findRules,
  findSessions,
  type RuleColumns,
  type SessionColumns,
  type Statement,
  type UserColumns,
} from '@/verifier/postgres/statements'
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

/** How long a verification waits for the database. */
const timeoutMs = 2_000

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
  inSnapshot(work: () => void): void {
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
