import { randomBytes, randomUUID } from 'node:crypto'
import Database from 'better-sqlite3'
import pg from 'pg'
import { deriveKeys, type Keys } from '@/lib/config/derived-keys'
import { providerOf, sqlitePath } from '@/lib/db/database-url'
import { readMigrations, readModels } from '@/lib/db/migrations'
import { PostgresAdapter } from '@/lib/db/postgres/adapter'
import { withSchemaEngine } from '@/lib/db/schema-engine'
import { SqliteAdapter } from '@/lib/db/sqlite/adapter'
import { digestApiToken, hintOf, makeApiTokenSecret } from '@/lib/tokens/api-token-secret'
import { issueAuthToken } from '@/lib/tokens/auth-token'
import { seal } from '@/lib/tokens/sealed'

/*
 * A database as versions before `migration` made it, where a token's row held its digest and its
 * sealed copy, and named its master key only if a version with rotations had stored it.
 */

const migration = '20261129210000_api_token_secrets'

/** A user of the database, with the credentials that this user has. */
export interface OlderUser {
  id: string
  email: string
  tokenId: string
  token: string
  authToken: string
}

interface Contents {
  /**
   * The master keys in use, that of the installation first; none as a row where `rows` is false.
   */
  keys: Keys[]
  rows?: boolean
  /**
   * For each user, the master key of the token, and whether the row names it; when the session
   * started, by default now. Without one, `authToken` is refused.
   */
  users: { under: Keys; isNamed: boolean; signedInAt?: Date | null }[]
}

export const newMasterKey = () => {
  const bytes = randomBytes(32)
  return { text: bytes.toString('base64'), keys: deriveKeys(bytes) }
}

/** Makes the database, with a token, a session and an entry of the audit log for each user. */
export async function makeOlderDatabase(url: string, contents: Contents): Promise<OlderUser[]> {
  await migrateBefore(url)
  const database = await open(url)
  try {
    const [current] = contents.keys as [Keys]
    if (contents.rows ?? true)
      for (const { fingerprint } of contents.keys) await database.insert('Secret', { fingerprint })
    await database.insert('Installation', {
      id: 'installation',
      secretFingerprint: current.fingerprint,
      claimedAt: timeOf(new Date()),
    })
    const users: OlderUser[] = []
    for (const user of contents.users) users.push(await addUser(database, current, user))
    return users
  } finally {
    await database.close()
  }
}

async function migrateBefore(url: string): Promise<void> {
  const provider = providerOf(url)
  const pool = new pg.Pool({ connectionString: url })
  const all = readMigrations(provider)
  const earlier = all.migrationDirectories.filter(({ path }) => path < migration)
  const migrationsList = { ...all, migrationDirectories: earlier }
  const filters = { externalTables: [], externalEnums: [] }
  const adapter = provider === 'sqlite' ? new SqliteAdapter(url) : new PostgresAdapter(pool)
  await withSchemaEngine(adapter, readModels(provider), (engine) =>
    engine.applyMigrations({ migrationsList, filters }),
  )
  await pool.end()
}

interface OpenDatabase {
  insert(table: string, row: Record<string, string | null>): Promise<unknown>
  close(): Promise<void>
}

async function open(url: string): Promise<OpenDatabase> {
  if (providerOf(url) === 'sqlite') {
    const database = new Database(sqlitePath(url))
    database.pragma('foreign_keys = ON')
    const run = async (sql: string, values: unknown[]) => database.prepare(sql).run(values)
    return { insert: inserter(run, () => '?'), close: async () => void database.close() }
  }
  const client = new pg.Client(url)
  await client.connect()
  const run = (sql: string, values: unknown[]) => client.query(sql, values)
  return { insert: inserter(run, (i) => `$${i + 1}`), close: () => client.end() }
}

const inserter =
  (run: (sql: string, values: unknown[]) => Promise<unknown>, place: (i: number) => string) =>
  (table: string, row: Record<string, string | null>) => {
    const columns = Object.keys(row).map((column) => `"${column}"`)
    const places = columns.map((_, i) => place(i))
    const sql = `INSERT INTO "${table}" (${columns.join()}) VALUES (${places.join()})`
    return run(sql, Object.values(row))
  }

/** Formats a time as Prisma's adapter stores it in SQLite. */
const timeOf = (time: Date) => time.toISOString().replace('Z', '+00:00')

async function addUser(
  database: OpenDatabase,
  signing: Keys,
  { under, isNamed, signedInAt = new Date() }: Contents['users'][number],
): Promise<OlderUser> {
  const [id, tokenId, sessionId] = [randomUUID(), randomUUID(), randomUUID()]
  const email = `${id}@example.com`
  const token = makeApiTokenSecret(randomBytes)
  const now = new Date()
  const expiresAt = timeOf(new Date(now.getTime() + 86_400_000))
  await database.insert('User', { id, email, passwordHash: '', updatedAt: timeOf(now) })
  if (signedInAt) {
    const at = timeOf(signedInAt)
    const session = { id: sessionId, userId: id, createdAt: at, lastSeenAt: at, expiresAt }
    await database.insert('Session', session)
  }
  await database.insert('ApiToken', {
    id: tokenId,
    userId: id,
    name: 'deploy',
    digest: digestApiToken(token, under.digest),
    sealed: await seal(token, tokenId, under.seal),
    secretFingerprint: isNamed ? under.fingerprint : null,
    hint: hintOf(token),
    createdAt: timeOf(now),
    updatedAt: timeOf(now),
  })
  await database.insert('Activity', {
    ...{ id: randomUUID(), at: timeOf(now), userId: id, email, action: 'token_created' },
    ...{ credential: 'session', sessionId, address: '127.0.0.1', userAgent: '' },
    detail: JSON.stringify({ token_id: tokenId, token_name: 'deploy' }),
  })
  await database.insert('IdempotencyKey', {
    ...{ digest: randomUUID(), userId: id, requestDigest: '', tokenId },
  })
  const claims = { subject: id, email, sessionId }
  const issued = await issueAuthToken(claims, { signing: signing.signing, ttlSeconds: 3_600, now })
  return { id, email, tokenId, token, authToken: issued.token }
}
