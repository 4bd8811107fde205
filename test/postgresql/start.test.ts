import { randomBytes } from 'node:crypto'
import { afterEach, beforeAll, expect, inject, test } from 'vitest'
import { createDatabase, query } from '@/scripts/postgres.mjs'
import { clientOf, createToken, signUp } from '@/test/support/client'
import { repetitions } from '@/test/support/extent'
import { refusalInProcess } from '@/test/support/in-process'
import {
  failToStart,
  makeDataDir,
  removeDataDir,
  type Server,
  startServer,
} from '@/test/support/server'

const postgres = inject('postgres') ?? ''
const newDatabase = () => createDatabase(postgres)
/** The name of a database on which an instance has been started. */
let used: string
const servers: Server[] = []
const dataDirs: string[] = []
const secret = randomBytes(32).toString('base64')

beforeAll(async () => {
  const url = await newDatabase()
  used = new URL(url).pathname.slice(1)
  await start({ DATABASE_URL: url })
  await servers.pop()?.stop()
})
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()))
  dataDirs.splice(0).forEach(removeDataDir)
})

async function start(settings: Record<string, string>): Promise<Server> {
  const own = { JETON_SECRET: secret, JETON_DATA_DIR: newDataDir() }
  const server = await startServer({ ...own, ...settings })
  servers.push(server)
  return server
}

function newDataDir(): string {
  const dataDir = makeDataDir()
  dataDirs.push(dataDir)
  return dataDir
}

/** Starts a process. `refusal` covers the other reasons for the same refusal. */
async function refusalOfProcess(settings: Record<string, string>): Promise<string> {
  const own = { JETON_SECRET: secret, JETON_DATA_DIR: newDataDir() }
  const { code, output } = await failToStart({ ...own, ...settings })
  expect(code).toBe(1)
  expect(output).not.toMatch(/\n\s+at /)
  const lines = output.trim().split('\n')
  expect(lines.filter((line) => line.startsWith('Jeton cannot start: '))).toHaveLength(1)
  return lines.at(-1) ?? ''
}

const refusal = (settings: Record<string, string>) =>
  refusalInProcess({ JETON_SECRET: secret, JETON_DATA_DIR: newDataDir(), ...settings })

/** @returns the URL of a copy of the database on which an instance has been started */
const usedDatabase = () => createDatabase(postgres, used)

const count = repetitions(4, 10)

test(`${count} instances that start at once on an empty database end with one clean history, and one installation`, async () => {
  const url = await newDatabase()
  const all = await Promise.all(Array.from({ length: count }, () => start({ DATABASE_URL: url })))
  const history = await query(
    url,
    'SELECT migration_name, finished_at IS NOT NULL AS finished, rolled_back_at FROM _prisma_migrations',
  )
  expect(new Set(history.map(({ migration_name }) => migration_name)).size).toBe(history.length)
  expect(history.every(({ finished, rolled_back_at }) => finished && rolled_back_at === null)).toBe(
    true,
  )
  expect(await query(url, 'SELECT 1 FROM "Installation"')).toHaveLength(1)
  const [first, last] = [
    clientOf((all[0] as Server).address),
    clientOf((all.at(-1) as Server).address),
  ]
  const { authToken } = await signUp(first)
  const { token } = await createToken(last, authToken)
  expect((await first('GET', '/api/v1/verify', { headers: { 'xc-token': token } })).status).toBe(
    200,
  )
})

test.each([
  ['edited', "UPDATE _prisma_migrations SET checksum = 'other'"],
  ['failed', 'UPDATE _prisma_migrations SET finished_at = NULL'],
  [
    'newer version',
    "INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('x', 'x', '29990101000000_later', now())",
  ],
])(
  'a migration history that is not ours (%s) stops the start, and the data is left alone',
  async (word, change) => {
    const url = await usedDatabase()
    await query(url, change)
    const before = await query(url, 'SELECT * FROM _prisma_migrations ORDER BY id')
    expect(await refusal({ DATABASE_URL: url })).toContain(word)
    expect(await query(url, 'SELECT * FROM _prisma_migrations ORDER BY id')).toEqual(before)
  },
)

test('another secret than the one the data was made with stops the start', async () => {
  const url = await usedDatabase()
  const other = randomBytes(32).toString('base64')
  const line = await refusalOfProcess({ DATABASE_URL: url, JETON_SECRET: other })
  expect(line).toContain('JETON_SECRET')
})

/** @returns the URL of a new database, for a role without any privileges except to connect */
async function databaseFor(role: string, ...statements: string[]): Promise<string> {
  const url = new URL(await newDatabase())
  await query(postgres, `CREATE ROLE ${role} LOGIN PASSWORD 'hunter2'`)
  for (const statement of statements) await query(url.href, statement)
  return Object.assign(url, { username: role, password: 'hunter2' }).href
}

const tablesOf = (url: string) =>
  query(
    Object.assign(new URL(url), { username: 'postgres', password: 'password' }).href,
    "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace::regnamespace::text !~ '^(pg_|information_schema)'",
  )

test('tables of another program stop the start, and nothing is made beside them', async () => {
  const url = await newDatabase()
  await query(url, 'CREATE TABLE "Invoice" ()')
  expect(await refusal({ DATABASE_URL: url })).toMatch(
    /tables of another program: .*\?schema=jeton/,
  )
  expect(await tablesOf(url)).toEqual([{ relname: 'Invoice' }])
})

test('migrations of another program stop the start, and nothing is made beside them', async () => {
  const url = await usedDatabase()
  await query(url, "UPDATE _prisma_migrations SET migration_name = 'theirs_' || migration_name")
  const before = await tablesOf(url)
  expect(await refusal({ DATABASE_URL: url })).toContain('tables of another program')
  expect(await tablesOf(url)).toEqual(before)
})

test('the refusal of a role that may not make tables, or a schema, names what it needs', async () => {
  const role = `weak_${randomBytes(4).toString('hex')}`
  const url = await databaseFor(role)
  const line = await refusal({ DATABASE_URL: url })
  expect(line).toContain(`the role "${role}" may not create tables in the schema "public"`)
  expect(await refusal({ DATABASE_URL: `${url}?schema=own` })).toContain(
    'CREATE SCHEMA "own" AUTHORIZATION',
  )
  expect(line).not.toContain('hunter2')
  expect(await tablesOf(url)).toEqual([])
})

test.each([
  ['a server that is not there', refusal, () => 'postgresql://jeton:hunter2@127.0.0.1:1/jeton'],
  [
    'a database that is not there',
    refusal,
    () => Object.assign(new URL(postgres), { pathname: 'nowhere' }).href,
  ],
  ['a wrong password', refusalOfProcess, () => postgres.replace(':password@', ':hunter2@')],
])('%s stops the start with one line that names no password', async (_, refuse, url) => {
  const line = await refuse({ DATABASE_URL: url() })
  expect(line).toContain('DATABASE_URL')
  expect(line).not.toContain('hunter2')
})
