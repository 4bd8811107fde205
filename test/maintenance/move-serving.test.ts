import { randomBytes } from 'node:crypto'
import { copyFileSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createDatabase, type Postgres, startPostgres } from '@/scripts/postgres.mjs'
import { type Browser, signInAsBrowser } from '@/test/support/browser'
import { type Call, clientOf, createToken, password, signUp } from '@/test/support/client'
import { everythingIn } from '@/test/support/every-table'
import { refusalOf, runCommand } from '@/test/support/maintenance'
import { forTests } from '@/test/support/postgres-flags'
import { rotated } from '@/test/support/rotations'
import { makeDataDir, removeDataDir, type Server, startServer } from '@/test/support/server'

/*
 * Moves of an installation in use: its credentials work at the target, and no database of anyone
 * else is changed.
 */

const dataDir = makeDataDir()
const settings = { JETON_DATA_DIR: dataDir }
const file = join(dataDir, 'jeton.db')
const source = `file:${file}`
const databasePassword = 'not-to-be-shown'

let postgres: Postgres
let account: {
  email: string
  authToken: string
  token: string
  /** The secret before, which still works. */
  previous: { token: string; endsAt: string | null }
  tokenId: string
  deleted: string
  browser: Browser
}

beforeAll(async () => {
  postgres = await startPostgres({ flags: forTests })
  // The role is no superuser, like those that providers issue.
  await postgres.query(`CREATE ROLE mover LOGIN PASSWORD '${databasePassword}'`)
  account = await serving({}, async ({ address }) => useIt(clientOf(address)))
})
afterAll(async () => {
  await postgres?.remove()
  removeDataDir(dataDir)
})

async function serving<T>(
  more: Record<string, string>,
  work: (server: Server) => Promise<T>,
): Promise<T> {
  const server = await startServer({ ...settings, ...more })
  try {
    return await work(server)
  } finally {
    await server.stop()
  }
}

async function useIt(call: Call) {
  const { email, authToken } = await signUp(call)
  const headers = { 'xc-auth': authToken }
  const gone = await createToken(call, authToken)
  await call('DELETE', `/api/v1/tokens/${gone.id}`, { headers })
  const { id: tokenId, token: previous } = await createToken(call, authToken, 'déployer 🔑')
  const path = `/api/v1/tokens/${tokenId}/rotate`
  const { token, endsAt } = await rotated(call('POST', path, { headers, json: { grace: '1 day' } }))
  return {
    email,
    authToken,
    token,
    previous: { token: previous, endsAt },
    tokenId,
    deleted: gone.token,
    browser: await signInAsBrowser(call, email),
  }
}

/** @param template the URL of a database to copy; without it, the new one is empty */
async function newDatabase(template?: string): Promise<string> {
  const name = template && new URL(template).pathname.slice(1)
  const url = new URL(await createDatabase(postgres.url(), name))
  await postgres.query(`ALTER DATABASE ${url.pathname.slice(1)} OWNER TO mover`)
  url.username = 'mover'
  url.password = databasePassword
  return url.href
}

async function move(from: string, to: string, more: Record<string, string> = {}) {
  const ended = await runCommand(['db:move', '--from', from, '--to', to], { ...settings, ...more })
  expect(ended.output).not.toContain(databasePassword)
  return ended
}

async function expectEverythingWorks({ address }: Server): Promise<void> {
  const call = clientOf(address)
  const statusOf = async (headers: Record<string, string>) =>
    (await call('GET', '/api/v1/auth/user/me', { headers })).status
  const verified = await call('GET', '/api/v1/verify', { headers: { 'xc-token': account.token } })
  expect([verified.status, verified.headers.get('x-token-id')]).toEqual([200, account.tokenId])
  const { previous } = account
  const old = await call('GET', '/api/v1/verify', { headers: { 'xc-token': previous.token } })
  expect([old.status, old.headers.get('x-token-expires')]).toEqual([200, previous.endsAt])
  expect(await statusOf({ 'xc-auth': account.authToken })).toBe(200)
  expect(await statusOf({ cookie: account.browser.cookie })).toBe(200)
  expect(await statusOf({ 'xc-token': account.deleted })).toBe(401)
  const copy = await call('GET', `/api/v1/tokens/${account.tokenId}/secret`, {
    headers: { 'xc-auth': account.authToken },
  })
  expect(copy.body.token).toBe(account.token)
  const signIn = { json: { email: account.email, password } }
  expect((await call('POST', '/api/v1/auth/user/signin', signIn)).status).toBe(200)
}

test('tokens, sessions, cookies and passwords work on PostgreSQL, and on the way back', async () => {
  const target = await newDatabase()
  const moved = await move(source, target)
  expect(moved.code, moved.output).toBe(0)
  expect(moved.output).toContain(`keep the secret (${join(dataDir, 'secret')})`)
  // An application name and settings of the role do not hide a server from the command.
  await serving(
    { DATABASE_URL: `${target}?application_name=myapp`, PGAPPNAME: 'myapp' },
    async (server) => {
      await expectEverythingWorks(server)
      const refused = await move(target, `file:${join(dataDir, 'early.db')}`)
      expect([refused.code, refusalOf(refused)]).toEqual([
        1,
        expect.stringContaining('a server runs on'),
      ])
    },
  )
  const back = `file:${join(dataDir, 'back.db')}`
  expect((await move(target, back)).code).toBe(0)
  await serving({ DATABASE_URL: back }, expectEverythingWorks)
})

test('an installation that a start has just made makes way', async () => {
  const target = await newDatabase()
  await serving({ DATABASE_URL: target }, async () => {})
  expect((await move(source, target)).code).toBe(0)
  expect(await everythingIn(target)).toEqual(await everythingIn(source))
})

test('a source that a server runs on is refused, also one of several processes', async () => {
  await serving({ WEB_CONCURRENCY: '2' }, async () => {
    const ended = await move(source, await newDatabase())
    expect([ended.code, refusalOf(ended)]).toEqual([
      1,
      expect.stringContaining(`a server runs on ${file}`),
    ])
  })
})

test('another secret is refused, before anything is made', async () => {
  const target = await newDatabase()
  const ended = await move(source, target, { JETON_SECRET: randomBytes(32).toString('base64') })
  expect([ended.code, refusalOf(ended)]).toEqual([
    1,
    expect.stringContaining('the secret is not the one'),
  ])
  const { rows } = await query(target, "SELECT FROM pg_class WHERE relname = 'User'")
  expect(rows).toEqual([])
})

describe('an installation in the target', () => {
  let moved: string

  beforeAll(async () => {
    moved = await newDatabase()
    expect((await move(source, moved)).code).toBe(0)
  })

  test.each([
    [
      'made with another secret',
      'UPDATE "Secret" SET "fingerprint" = \'another\'',
      'another installation',
    ],
    [
      'with a row more',
      'INSERT INTO "User" ("id", "email", "passwordHash", "updatedAt") VALUES (1, 1, 1, now())',
      'not the same',
    ],
    ['with a row less', 'DELETE FROM "ApiToken"', 'not the same'],
    ['with one letter changed', 'UPDATE "ApiToken" SET "name" = "name" || \'.\'', 'not the same'],
  ])('%s stays as it is', async (_, change, words) => {
    const target = await newDatabase(moved)
    await query(target, change)
    const before = await everythingIn(target)
    const ended = await move(source, target)
    expect([ended.code, refusalOf(ended)]).toEqual([1, expect.stringContaining(words)])
    expect(await everythingIn(target)).toEqual(before)
  })
})

test('a database of something else stays as it is', async () => {
  const target = await newDatabase()
  await query(target, 'CREATE TABLE "Invoice" (id int)')
  const ended = await move(source, target)
  expect([ended.code, refusalOf(ended)]).toEqual([
    1,
    expect.stringContaining('holds something else'),
  ])
  const { rows } = await query(
    target,
    "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace",
  )
  expect(rows).toEqual([{ relname: 'Invoice' }])
})

test('a token that does not open, or does not fit its digest, stops the move and is named', async () => {
  const damaged = join(dataDir, 'damaged.db')
  copyFileSync(file, damaged)
  const database = new Database(damaged)
  database.exec("UPDATE ApiTokenSecret SET digest = 'another ' || generation")
  database.close()
  const target = await newDatabase()
  const ended = await move(`file:${damaged}`, target)
  expect([ended.code, refusalOf(ended)]).toEqual([1, expect.stringContaining(account.tokenId)])
  expect((await query(target, 'SELECT FROM "User"')).rows).toEqual([])
})

test('what PostgreSQL cannot hold is one line, and moves nothing', async () => {
  const odd = join(dataDir, 'odd.db')
  copyFileSync(file, odd)
  const database = new Database(odd)
  database.prepare('UPDATE ApiToken SET name = ?').run('a\0b')
  database.close()
  const target = await newDatabase()
  const ended = await move(`file:${odd}`, target)
  expect([ended.code, refusalOf(ended)]).toEqual([1, expect.stringContaining('ApiToken.name')])
  expect((await query(target, 'SELECT FROM "User"')).rows).toEqual([])
})

test('a server that is not there is one line', async () => {
  const ended = await move(source, `postgresql://mover:${databasePassword}@127.0.0.1:1/jeton`)
  expect([ended.code, refusalOf(ended)]).toEqual([1, expect.stringContaining('ECONNREFUSED')])
})

const server = `postgresql://mover:${databasePassword}@127.0.0.1:1/jeton`

test.each([
  ['nothing', []],
  ['no URL', ['--from', source, '--to', 'jeton']],
  ['words without names', [source, server]],
  ['two files', ['--from', source, '--to', `file:${join(dataDir, 'other.db')}`]],
  ['two servers', ['--from', server, '--to', server]],
  ['a file that is not there', ['--from', `file:${join(dataDir, 'missing.db')}`, '--to', server]],
  [
    'a folder that is not there',
    ['--from', server, '--to', `file:${join(dataDir, 'missing/jeton.db')}`],
  ],
])('%s: one line, exit code 2, and nothing is made', async (_, args) => {
  const before = readFileSync(file)
  const ended = await runCommand(['db:move', ...args], settings)
  expect([ended.code, refusalOf(ended)]).toEqual([2, expect.stringMatching(/^npm run db:move: /)])
  expect(ended.output).not.toContain(databasePassword)
  expect(
    ['other.db', 'missing.db', 'missing'].filter((name) => existsSync(join(dataDir, name))),
  ).toEqual([])
  expect(readFileSync(file).equals(before)).toBe(true)
})

async function query(url: string, sql: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await client.query(sql)
  } finally {
    await client.end()
  }
}
