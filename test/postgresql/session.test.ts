import pg from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { endUnfinished } from '@/lib/db/postgres/pool'
import { beginSession, connectionSettings } from '@/lib/db/postgres/session'
import { createDatabase } from '@/scripts/postgres.mjs'

/*
 * The settings of a connection, regardless of those of the URL, the environment, the role and the
 * database.
 */

const admin = new pg.Client(inject('postgres'))
const role = `weak_${crypto.randomUUID().replaceAll('-', '')}`
let url: string

const hostile = {
  timezone: 'Asia/Tokyo',
  datestyle: 'German',
  bytea_output: 'escape',
  plan_cache_mode: 'force_custom_plan',
  default_transaction_isolation: 'serializable',
  synchronous_commit: 'off',
  idle_session_timeout: '1min',
  statement_timeout: '1min',
  lock_timeout: '1min',
  array_nulls: 'off',
  search_path: 'elsewhere',
}
const given = {
  TimeZone: 'UTC',
  DateStyle: 'ISO, MDY',
  bytea_output: 'hex',
  plan_cache_mode: 'force_generic_plan',
  default_transaction_isolation: 'read committed',
  synchronous_commit: 'on',
  idle_session_timeout: '0',
  statement_timeout: '7s',
  lock_timeout: '0',
  array_nulls: 'on',
  client_encoding: 'UTF8',
  search_path: '"Own"',
}

beforeAll(async () => {
  await admin.connect()
  const own = new URL(await createDatabase(inject('postgres') ?? ''))
  await admin.query(`CREATE ROLE ${role} LOGIN PASSWORD 'pw'`)
  for (const [name, value] of Object.entries(hostile)) {
    await admin.query(`ALTER ROLE ${role} SET ${name} = '${value}'`)
    await admin.query(`ALTER DATABASE ${own.pathname.slice(1)} SET ${name} = '${value}'`)
  }
  url = `postgresql://${role}:pw@${own.host}${own.pathname}`
})
afterAll(() => admin.end())

async function settingsOf(databaseUrl: string): Promise<Record<string, string>> {
  const client = new pg.Client(connectionSettings(databaseUrl))
  await client.connect()
  try {
    expect(await beginSession(client, databaseUrl, { statementTimeoutMs: 7_000 })).toBe('Own')
    const { rows } = await client.query<{ name: string; setting: string }>(
      'SELECT name, current_setting(name) AS setting FROM pg_settings WHERE name = ANY ($1)',
      [Object.keys(given)],
    )
    return Object.fromEntries(rows.map(({ name, setting }) => [name, setting]))
  } finally {
    await client.end()
  }
}

test('a role or a database takes none of our settings away', async () => {
  expect(await settingsOf(`${url}?schema=Own`)).toEqual(given)
})

test('neither do the URL and the environment', async () => {
  const options = '-c timezone=Asia/Tokyo -c plan_cache_mode=auto -c search_path=elsewhere'
  process.env.PGOPTIONS = options
  process.env.PGAPPNAME = 'other'
  process.env.PGCLIENT_ENCODING = 'LATIN1'
  try {
    expect(await settingsOf(`${url}?schema=Own`)).toEqual(given)
    const more = 'application_name=other&statement_timeout=1&client_encoding=LATIN1'
    expect(
      await settingsOf(`${url}?schema=Own&${more}&options=${encodeURIComponent(options)}`),
    ).toEqual(given)
  } finally {
    for (const name of ['PGOPTIONS', 'PGAPPNAME', 'PGCLIENT_ENCODING']) delete process.env[name]
  }
})

test('a connection that is given back inside a transaction is given to nobody else', async () => {
  const pool = new pg.Pool({ ...connectionSettings(inject('postgres') ?? ''), max: 1 })
  endUnfinished(pool)
  const client = await pool.connect()
  await client.query('BEGIN')
  await client.query('SELECT pg_current_xact_id()')
  client.release()
  const { rows } = await pool.query('SELECT pg_current_xact_id_if_assigned() AS open')
  expect(rows).toEqual([{ open: null }])
  await pool.end()
})
