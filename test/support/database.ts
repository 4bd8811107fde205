import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import Database from 'better-sqlite3'
import pg from 'pg'
import type { Installation } from '@/test/support/server'

interface Change {
  /** The values of the `?` placeholders. */
  parameters?: unknown[]
  /** Whether the database enforces foreign keys on the rows that refer to a changed one. */
  foreignKeys?: boolean
}

/**
 * Changes the database of a running server directly, as its administrator could. Names in the
 * statement are in double quotes, which both databases understand.
 */
export async function changeDatabase(
  { dataDir, databaseUrl }: Pick<Installation, 'dataDir' | 'databaseUrl'>,
  sql: string,
  { parameters = [], foreignKeys = true }: Change = {},
): Promise<void> {
  if (databaseUrl === undefined)
    changeSqlite(join(dataDir, 'jeton.db'), sql, parameters, foreignKeys)
  else await changePostgres(databaseUrl, sql, parameters, foreignKeys)
}

/**
 * Queries the database of a running server.
 * @returns the rows
 */
export async function askDatabase(
  { dataDir, databaseUrl }: Pick<Installation, 'dataDir' | 'databaseUrl'>,
  sql: string,
): Promise<Record<string, unknown>[]> {
  if (databaseUrl === undefined) {
    const database = new Database(join(dataDir, 'jeton.db'), { readonly: true })
    try {
      return database.prepare<[], Record<string, unknown>>(sql).all()
    } finally {
      database.close()
    }
  }
  const client = new pg.Client(databaseUrl)
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

function changeSqlite(
  file: string,
  sql: string,
  parameters: unknown[],
  foreignKeys: boolean,
): void {
  const database = new Database(file)
  try {
    database.pragma(`foreign_keys = ${foreignKeys ? 'ON' : 'OFF'}`)
    database.prepare(sql).run(...parameters)
  } finally {
    database.close()
  }
}

/** Waits until the server has been notified, which takes a moment. */
async function changePostgres(
  url: string,
  sql: string,
  parameters: unknown[],
  foreignKeys: boolean,
): Promise<void> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    if (!foreignKeys) await client.query('SET session_replication_role = replica')
    let n = 0
    await client.query(
      sql.replace(/\?/g, () => {
        n += 1
        return `$${n}`
      }),
      parameters,
    )
    while (!(await isHeardOf(client))) await setTimeout(5)
  } finally {
    await client.end()
  }
}

async function isHeardOf(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query(
    'SELECT FROM "Lease" JOIN "Coherence" ON "Lease"."acknowledged" < "Coherence"."sequence"',
  )
  return rows.length === 0
}
