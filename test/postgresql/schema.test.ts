import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { createDatabase } from '@/scripts/postgres.mjs'
import { type Call, clientOf, createToken, signUp } from '@/test/support/client'
import { refusalOf, runCommand } from '@/test/support/maintenance'
import { makeDataDir, removeDataDir, type Server, startServer } from '@/test/support/server'

/*
 * Two installations in one database, each in its own schema, beside the tables of another program.
 */

const dataDirs = { one: makeDataDir(), two: makeDataDir() }
const secret = randomBytes(32).toString('base64')
const schemas = { one: 'one', two: 'My Jeton-2' }
let database: pg.Client
let url: string
let servers: { one: Server; two: Server }
let calls: { one: Call; two: Call }

const urlOf = (which: 'one' | 'two') => `${url}?schema=${encodeURIComponent(schemas[which])}`

beforeAll(async () => {
  url = await createDatabase(inject('postgres') ?? '')
  database = new pg.Client(url)
  await database.connect()
  await database.query('CREATE TABLE "Invoice" (); CREATE TABLE "User" ("theirs" int)')
  // On a connection without explicit settings, these defaults would yield other times and tables.
  const name = new URL(url).pathname.slice(1)
  await database.query(`ALTER DATABASE ${name} SET timezone = 'Asia/Tokyo'`)
  await database.query(`ALTER DATABASE ${name} SET search_path = public`)
  const [one, two] = await Promise.all([
    startServer({
      JETON_DATA_DIR: dataDirs.one,
      JETON_SECRET: secret,
      DATABASE_URL: `${urlOf('one')}&application_name=myapp&options=-c%20timezone%3DAsia/Tokyo`,
      PGAPPNAME: 'myapp',
      JETON_LEASES: 'on',
    }),
    startServer({ JETON_DATA_DIR: dataDirs.two, DATABASE_URL: urlOf('two'), JETON_LEASES: 'on' }),
  ])
  servers = { one, two }
  calls = { one: clientOf(one.address), two: clientOf(two.address) }
})
afterAll(async () => {
  await servers?.one.stop()
  await servers?.two.stop()
  await database?.end()
  Object.values(dataDirs).forEach(removeDataDir)
})

async function tablesIn(schema: string): Promise<string[]> {
  const { rows } = await database.query(
    `SELECT relname FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace WHERE relkind = 'r' AND nspname = $1`,
    [schema],
  )
  return rows.map(({ relname }) => relname).sort()
}

const verify = async (call: Call, token: string) =>
  (await call('GET', '/api/v1/verify', { headers: { 'xc-token': token } })).status

test('each is in its schema, knows nothing of the other, and leaves the other program alone', async () => {
  expect(await tablesIn('public')).toEqual(['Invoice', 'User'])
  expect(await tablesIn(schemas.one)).toEqual(
    expect.arrayContaining(['User', '_prisma_migrations']),
  )
  expect(await tablesIn(schemas.two)).toEqual(await tablesIn(schemas.one))
  const account = await signUp(calls.one)
  await signUp(calls.two)
  const { id, token } = await createToken(calls.one, account.authToken)
  expect([await verify(calls.one, token), await verify(calls.two, token)]).toEqual([200, 401])
  const headers = { 'xc-auth': account.authToken }
  expect((await calls.one('DELETE', `/api/v1/tokens/${id}`, { headers })).status).toBe(200)
  expect(await verify(calls.one, token)).toBe(401)
})

test('revocations are counted beside the table, whatever the search path is, and those of the other are not taken for its own', async () => {
  const sequences = async () => {
    const { rows } = await database.query(
      `SELECT one."sequence"::int AS one, two."sequence"::int AS two, (SELECT max("acknowledged")::int FROM "one"."Lease") AS acknowledged
       FROM "one"."Coherence" one, "My Jeton-2"."Coherence" two`,
    )
    return rows[0]
  }
  const before = await sequences()
  await database.query('SET search_path = "My Jeton-2"')
  await database.query(`SELECT pg_notify('jeton_revoked', '999999  My Jeton-2')`)
  const { email, authToken } = await signUp(calls.one)
  // A session setting must not be mistaken for the state that a transaction keeps of itself.
  await database.query(
    `SELECT set_config('jeton.announced', "id", false) FROM one."User" WHERE "email" = $1`,
    [email],
  )
  await database.query('UPDATE one."User" SET "displayName" = \'other\' WHERE "email" = $1', [
    email,
  ])
  const headers = { 'xc-auth': authToken }
  const { id } = await createToken(calls.one, authToken)
  await calls.one('DELETE', `/api/v1/tokens/${id}`, { headers })
  const after = await sequences()
  expect(after).toEqual({ one: before.one + 2, two: before.two, acknowledged: before.one + 2 })
})

test('a command sees the servers of its schema alone, whatever their URL says', async () => {
  const move = (which: 'one' | 'two') =>
    runCommand(['db:move', '--from', urlOf(which), '--to', `file:${dataDirs[which]}/moved.db`], {
      JETON_DATA_DIR: dataDirs[which],
      ...(which === 'one' && { JETON_SECRET: secret }),
    })
  const refused = await move('one')
  expect([refused.code, refusalOf(refused)]).toEqual([
    1,
    expect.stringContaining('a server runs on'),
  ])
  const next = randomBytes(32).toString('base64')
  const rotated = await runCommand(['rotate-secret'], {
    JETON_DATA_DIR: dataDirs.one,
    DATABASE_URL: urlOf('one'),
    JETON_SECRET: next,
    JETON_SECRET_PREVIOUS: secret,
  })
  expect([rotated.code, refusalOf(rotated)]).toEqual([
    1,
    expect.stringContaining('a server runs with other secrets'),
  ])
  await servers.two.stop()
  const moved = await move('two')
  expect([moved.code, moved.output]).toEqual([0, expect.stringContaining('Checked in the target')])
})
