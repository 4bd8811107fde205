import { randomBytes } from 'node:crypto'
import { PrismaPg } from '@prisma/adapter-pg'
import Database from 'better-sqlite3'
import type { Keys } from '@/lib/config/derived-keys'
import { providerOf } from '@/lib/db/database-url'
import { PrismaClient as PostgresClient } from '@/lib/db/generated/postgresql/client'
import { Prisma, PrismaClient } from '@/lib/db/generated/sqlite/client'
import { migrate } from '@/lib/db/migrate'
import { SqliteAdapter } from '@/lib/db/sqlite/adapter'
import { makeApiTokenSecret } from '@/lib/tokens/api-token-secret'
import { storedSecret } from '@/lib/tokens/stored-secret'

/*
 * A database with rows in every table. A table that is added to the models is filled and read
 * without a change here.
 */

interface Column {
  name: string
  type: string
  isRequired: boolean
}

/** Characters that are special to arrays, JSON and COPY. */
const awkward = `{NULL} "quoted" \\back\\slash 'it''s' , ; 🔑 é`

const made: Record<string, (at: string, i: number) => unknown> = {
  TEXT: (at, i) => `${at} ${i} ${awkward}`,
  INTEGER: (_, i) => i,
  BIGINT: (_, i) => 9_007_199_254_740_993n + BigInt(i),
  REAL: (_, i) => i + 0.1,
  BOOLEAN: (_, i) => i % 2,
  DATETIME: (_, i) => new Date(Date.UTC(2099, 0, 1) + i).toISOString().replace('Z', '+00:00'),
  JSONB: (_, i) => `{"z": ${i}, "a": [1.5, null, "x"]}`,
  BLOB: (_, i) => Buffer.from([0, 255, i % 256]),
}

/** Returns the values of the columns that cannot be arbitrary. */
type Special = (i: number) => Promise<Record<string, unknown>>

/**
 * Makes a database with all migrations, an installation of these keys, and that many rows in every
 * other table.
 * @param rowsOf returns the number of rows of a table; a table that refers to another has at most
 * as many as that one
 */
export async function fillEveryTable(
  file: string,
  keys: Keys,
  rowsOf: (table: string) => number,
): Promise<void> {
  await migrate(new SqliteAdapter(`file:${file}`), 'sqlite')
  const special: Record<string, Special> = {
    Installation: async () => ({ id: 'installation', secretFingerprint: keys.fingerprint }),
    Secret: async () => ({ fingerprint: keys.fingerprint }),
    AuthenticatorApp: async () => ({ keyFingerprint: keys.fingerprint }),
    Activity: async (i) => ({ sequence: i + 1 }),
    ApiTokenSecret: async (i) => ({
      ...(await storedSecret(makeApiTokenSecret(randomBytes), idOf('ApiToken', i), keys)),
    }),
  }
  const database = new Database(file)
  database.pragma('synchronous = OFF')
  database.pragma('foreign_keys = OFF')
  for (const table of tablesOf(database)) {
    const wanted = Array.from(
      { length: ['Installation', 'Secret'].includes(table) ? 1 : rowsOf(table) },
      (_, i) => i,
    )
    fill(database, table, await Promise.all(wanted.map((i) => special[table]?.(i) ?? {})))
  }
  database.close()
}

const idOf = (table: string, i: number) => `${made.TEXT?.(`${table}.id`, i)}`

export const tablesOf = (database: Database.Database) =>
  database
    .prepare<[], string>(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT IN ('_prisma_migrations', 'RevocationNonce')",
    )
    .pluck()
    .all()

function fill(
  database: Database.Database,
  table: string,
  special: Record<string, unknown>[],
): void {
  const columns = database
    .prepare<[string], Column>(
      'SELECT name, type, "notnull" AS isRequired FROM pragma_table_info(?)',
    )
    .all(table)
  const references = new Map(
    database
      .prepare<[string], { from: string; table: string; to: string | null }>(
        'SELECT "from", "table", "to" FROM pragma_foreign_key_list(?)',
      )
      .all(table)
      .map(({ from, table, to }) => [from, `${table}.${to ?? 'id'}`]),
  )
  const names = columns.map(({ name }) => `"${name}"`).join(', ')
  const insert = database.prepare(
    `INSERT INTO "${table}" (${names}) VALUES (${columns.map(() => '?').join(', ')})`,
  )
  const make = ({ name, type, isRequired }: Column, i: number) => {
    if (!isRequired && i % 3 === 0 && table !== 'Installation') return null
    return made[type]?.(references.get(name) ?? `${table}.${name}`, i)
  }
  database.transaction(() => {
    special.forEach((own, i) => {
      insert.run(columns.map((column) => own[column.name] ?? make(column, i)))
    })
  })()
}

/**
 * Reads everything in a database, through Prisma. The same rows are the same text, whichever
 * database stores them.
 */
export async function everythingIn(url: string): Promise<Record<string, string[]>> {
  const client = openClient(url)
  const read = async (model: string) => {
    const delegate = client[`${model.charAt(0).toLowerCase()}${model.slice(1)}` as 'user']
    return [model, (await delegate.findMany()).map(toText).sort()] as const
  }
  try {
    return Object.fromEntries(await Promise.all(Object.values(Prisma.ModelName).map(read)))
  } finally {
    await client.$disconnect()
  }
}

export function openClient(url: string): PrismaClient {
  if (providerOf(url) === 'sqlite') return new PrismaClient({ adapter: new SqliteAdapter(url) })
  return new PostgresClient({ adapter: new PrismaPg(url) }) as unknown as PrismaClient
}

/** PostgreSQL stores the keys of JSON in its own order. */
function toText(row: object): string {
  return JSON.stringify(row, (_, value) => {
    if (typeof value === 'bigint') return `${value}`
    if (value instanceof Uint8Array) return Buffer.from(value).toString('hex')
    return isRecord(value) ? Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)) : value
  })
}

const isRecord = (value: unknown) =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
