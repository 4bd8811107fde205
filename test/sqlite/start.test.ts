import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { cpSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { signInAsBrowser } from '@/test/support/browser'
import { clientOf, createToken, signUp } from '@/test/support/client'
import { type RawHeader, sendRaw } from '@/test/support/raw'
import {
  cleanEnvironment,
  failToStart,
  makeDataDir,
  removeDataDir,
  type Server,
  startServer,
} from '@/test/support/server'

const dataDirs: string[] = []
const servers: Server[] = []

function newDataDir(): string {
  const dataDir = makeDataDir()
  dataDirs.push(dataDir)
  return dataDir
}

async function start(settings: Record<string, string>): Promise<Server> {
  const server = await startServer(settings)
  servers.push(server)
  return server
}

/** An installation that a first start has made, and that has been stopped. */
const used = makeDataDir()

beforeAll(async () => {
  const server = await startServer({ JETON_DATA_DIR: used })
  await server.stop()
})
afterAll(() => removeDataDir(used))

/** @returns a data folder that contains a copy of the installation */
function usedDataDir(): string {
  const dataDir = newDataDir()
  cpSync(used, dataDir, { recursive: true })
  return dataDir
}

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()))
  dataDirs.splice(0).forEach(removeDataDir)
})

/** @returns the single line of a refused start, without the output before it */
async function refusal(settings: Record<string, string>): Promise<string> {
  const { code, output } = await failToStart({ JETON_DATA_DIR: newDataDir(), ...settings })
  expect(code).toBe(1)
  const lines = output.trim().split('\n')
  expect(lines.filter((line) => line.startsWith('Jeton cannot start: '))).toHaveLength(1)
  expect(output).not.toMatch(/\n\s+at /)
  return lines.at(-1) ?? ''
}

test('a setting that cannot be used stops the start with one line', async () => {
  expect(await refusal({ NC_JWT_EXPIRES_IN: 'soon' })).toContain('NC_JWT_EXPIRES_IN is "soon"')
})

test('a data folder that cannot be written stops the start, and is named', async () => {
  const file = join(newDataDir(), 'file')
  writeFileSync(file, '')
  expect(await refusal({ JETON_DATA_DIR: join(file, 'data') })).toContain(join(file, 'data'))
})

test('a port in use stops the start, and is named', async () => {
  const other = createServer()
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  const { port } = other.address() as { port: number }
  expect(await refusal({ PORT: `${port}` })).toContain(`port ${port} is in use`)
  other.close()
})

test('another secret than the one the data was made with stops the start', async () => {
  const dataDir = usedDataDir()
  const line = await refusal({
    JETON_DATA_DIR: dataDir,
    JETON_SECRET: randomBytes(32).toString('base64'),
  })
  expect(line).toContain('JETON_SECRET is not the secret that the data was made with')
})

test('a missing secret beside existing data stops the start, and no new one is made', async () => {
  const dataDir = usedDataDir()
  rmSync(join(dataDir, 'secret'))
  expect(await refusal({ JETON_DATA_DIR: dataDir })).toContain('is missing')
  expect(existsSync(join(dataDir, 'secret'))).toBe(false)
})

test('a damaged secret file stops the start', async () => {
  const dataDir = usedDataDir()
  writeFileSync(join(dataDir, 'secret'), 'oops\n')
  expect(await refusal({ JETON_DATA_DIR: dataDir })).toContain('does not hold a secret')
})

test('a database that is none stops the start, and is left alone', async () => {
  const dataDir = newDataDir()
  const file = join(dataDir, 'jeton.db')
  const text = 'These are the minutes of a meeting, and not a database.'.repeat(100)
  writeFileSync(file, text)
  expect(await refusal({ JETON_DATA_DIR: dataDir })).toContain(file)
  expect(readFileSync(file, 'utf8')).toBe(text)
})

test('a database of another program stops the start, and nothing is made in it', async () => {
  const dataDir = newDataDir()
  const database = new Database(join(dataDir, 'jeton.db'))
  database.exec('CREATE TABLE Invoice (id)')
  expect(await refusal({ JETON_DATA_DIR: dataDir })).toContain('tables of another program')
  expect(database.prepare('SELECT name FROM sqlite_schema').pluck().all()).toEqual(['Invoice'])
  database.close()
})

test.each([
  ['edited', "UPDATE _prisma_migrations SET checksum = 'other'"],
  ['failed', 'UPDATE _prisma_migrations SET finished_at = NULL'],
  [
    'newer version',
    "INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('x', 'x', '29990101000000_later', '2999-01-01T00:00:00+00:00')",
  ],
])('a migration history that is not ours (%s) stops the start', async (word, change) => {
  const dataDir = usedDataDir()
  const database = new Database(join(dataDir, 'jeton.db'))
  database.exec(change)
  database.close()
  expect(await refusal({ JETON_DATA_DIR: dataDir })).toContain(word)
})

test('a second start keeps the secret, the accounts and their tokens', async () => {
  const dataDir = newDataDir()
  const first = await start({ JETON_DATA_DIR: dataDir })
  const { authToken } = await signUp(clientOf(first.address))
  const { token } = await createToken(clientOf(first.address), authToken)
  expect(await first.stop()).toBe(0)
  const second = await start({ JETON_DATA_DIR: dataDir })
  const me = (headers: Record<string, string>) =>
    clientOf(second.address)('GET', '/api/v1/auth/user/me', { headers })
  expect((await me({ 'xc-token': token })).status).toBe(200)
  expect((await me({ 'xc-auth': authToken })).status).toBe(200)
})

test('with JETON_SECRET set, no secret is written to disk', async () => {
  const dataDir = newDataDir()
  await start({ JETON_DATA_DIR: dataDir, JETON_SECRET: randomBytes(32).toString('base64') })
  expect(existsSync(join(dataDir, 'secret'))).toBe(false)
})

test('what a start makes is closed to other users of the machine', () => {
  for (const name of ['secret', 'jeton.db']) expect(statSync(join(used, name)).mode & 0o077).toBe(0)
})

test('SIGTERM ends the server well, and lets a request under way finish', async () => {
  const server = await start({})
  const answer = signUp(clientOf(server.address))
  await clientOf(server.address)('GET', '/api/health')
  const code = await server.stop()
  expect(code).toBe(0)
  expect((await answer).authToken).toBeTruthy()
})

test('a server that npm has started ends well when npm is killed', async () => {
  const npm = spawn('npm', ['start'], {
    env: cleanEnvironment({ JETON_DATA_DIR: newDataDir() }),
    detached: true,
  })
  let output = ''
  for (const stream of [npm.stdout, npm.stderr]) stream.on('data', (chunk) => (output += chunk))
  await vi.waitUntil(() => /Jeton is ready/.test(output), { timeout: 60_000 })
  const ended = once(npm.stdout, 'close')
  npm.kill('SIGKILL')
  // The stream closes once no process has its other end open.
  await ended
  expect(output).not.toMatch(/error|fatal/i)
})

test('an empty NEXTAUTH_URL counts as one that is not set', async () => {
  const server = await start({ NEXTAUTH_URL: '' })
  const { email, authToken } = await signUp(clientOf(server.address))
  expect(authToken).toBeTruthy()
  expect((await signInAsBrowser(clientOf(server.address), email)).sessionCookie).toBeTruthy()
})

test('an IPv6 address is printed as a URL has it, and people sign in there', async () => {
  const server = await start({ HOST: '0:0:0:0:0:0:0:1' })
  expect(server.address).toMatch(/^http:\/\/\[::1\]:\d+$/)
  const call = clientOf(server.address)
  const { email } = await signUp(call)
  expect((await signInAsBrowser(call, email)).sessionCookie).toBeTruthy()
})

test('two starts at once on an empty folder end with one installation', async () => {
  const dataDir = newDataDir()
  const settings = { JETON_DATA_DIR: dataDir }
  const [first, second] = await Promise.all([start(settings), start(settings)])
  const { authToken } = await signUp(clientOf(first.address))
  const headers = { 'xc-auth': authToken }
  expect((await clientOf(second.address)('GET', '/api/v1/auth/user/me', { headers })).status).toBe(
    200,
  )
})

test('a request that never ends does not keep the server from ending well', async () => {
  const server = await start({})
  const { hostname, port, host } = new URL(server.address)
  const socket = connect(Number(port), hostname)
  const closed = once(socket, 'close')
  const path = '/api/v1/auth/user/signin'
  socket.write(
    `POST ${path} HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\nContent-Length: 10\r\n\r\n{`,
  )
  await clientOf(server.address)('GET', '/api/ready')
  expect(await server.stop()).toBe(0)
  await closed
})

test('a client that offers to upgrade is answered all the same', async () => {
  const server = await start({})
  await clientOf(server.address)('GET', '/sign-in')
  const headers: RawHeader[] = [
    ['Connection', 'Upgrade, HTTP2-Settings'],
    ['Upgrade', 'h2c'],
    ['HTTP2-Settings', 'AAMAAABkAARAAAAAAAIAAAAA'],
  ]
  expect((await sendRaw(server.address, { path: '/api/health', headers })).status).toBe(200)
})
