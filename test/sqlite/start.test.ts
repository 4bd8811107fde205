import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { type IncomingMessage, request } from 'node:http'
import { connect, createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { signInAsBrowser } from '@/test/support/browser'
import { clientOf, createToken, password, signUp } from '@/test/support/client'
import { refusalInProcess } from '@/test/support/in-process'
import { type RawHeader, sendRaw } from '@/test/support/raw'
import {
  cleanEnvironment,
  failToStart,
  freePort,
  makeDataDir,
  removeDataDir,
  type Server,
  startServer,
} from '@/test/support/server'
import { sharedServer } from '@/test/support/shared-server'

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

/** An installation that a first start has made, with an account, and that has been stopped. */
const used = makeDataDir()
let account: { authToken: string; token: string }

beforeAll(async () => {
  const server = await startServer({ JETON_DATA_DIR: used })
  const call = clientOf(server.address)
  const { authToken } = await signUp(call)
  account = { authToken, token: (await createToken(call, authToken)).token }
  expect(await server.stop()).toBe(0)
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

test('clients that connect while the port is checked do not hold up a start', async () => {
  const port = await freePort()
  const held = new Set<Socket>()
  let isOver = false
  const knock = async () => {
    while (!isOver) {
      const socket = connect(port, '127.0.0.1').on('error', () => {})
      held.add(socket)
      await new Promise((resolve) => socket.once('close', resolve))
      held.delete(socket)
    }
  }
  const knocking = Array.from({ length: 8 }, knock)
  await start({ JETON_DATA_DIR: usedDataDir(), HOST: '127.0.0.1', PORT: `${port}` })
  isOver = true
  for (const socket of held) socket.destroy()
  await Promise.all(knocking)
})

/**
 * Starts a process. `refusalInProcess` covers the other reasons for the same refusal.
 * @returns the single line of a refused start, without the output before it
 */
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
  expect(await refusalInProcess({ JETON_DATA_DIR: join(file, 'data') })).toContain(
    join(file, 'data'),
  )
})

test('a folder for sockets that others can open stops the start, and is named', async () => {
  const dataDir = usedDataDir()
  const folder = join(dataDir, 'run')
  mkdirSync(folder, { recursive: true })
  chmodSync(folder, 0o755)
  expect(await refusal({ JETON_DATA_DIR: dataDir })).toContain(folder)
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
  expect(await refusalInProcess({ JETON_DATA_DIR: dataDir })).toContain('is missing')
  expect(existsSync(join(dataDir, 'secret'))).toBe(false)
})

test('a damaged secret file stops the start', async () => {
  const dataDir = usedDataDir()
  writeFileSync(join(dataDir, 'secret'), 'oops\n')
  expect(await refusalInProcess({ JETON_DATA_DIR: dataDir })).toContain('does not hold a secret')
})

test('a database that is none stops the start, and is left alone', async () => {
  const dataDir = newDataDir()
  const file = join(dataDir, 'jeton.db')
  const text = 'These are the minutes of a meeting, and not a database.'.repeat(100)
  writeFileSync(file, text)
  expect(await refusalInProcess({ JETON_DATA_DIR: dataDir })).toContain(file)
  expect(readFileSync(file, 'utf8')).toBe(text)
})

test('a database of another program stops the start, and nothing is made in it', async () => {
  const dataDir = newDataDir()
  const database = new Database(join(dataDir, 'jeton.db'))
  database.exec('CREATE TABLE Invoice (id)')
  expect(await refusalInProcess({ JETON_DATA_DIR: dataDir })).toContain('tables of another program')
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
  expect(await refusalInProcess({ JETON_DATA_DIR: dataDir })).toContain(word)
})

test('a second start keeps the secret, the accounts and their tokens', async () => {
  const second = await start({ JETON_DATA_DIR: usedDataDir() })
  const me = (headers: Record<string, string>) =>
    clientOf(second.address)('GET', '/api/v1/auth/user/me', { headers })
  expect((await me({ 'xc-token': account.token })).status).toBe(200)
  expect((await me({ 'xc-auth': account.authToken })).status).toBe(200)
})

test('what a start makes is closed to other users of the machine', () => {
  for (const name of ['secret', 'jeton.db']) expect(statSync(join(used, name)).mode & 0o077).toBe(0)
})

/** @returns a sign-up whose head the server has, and whose body it waits for */
async function beginSignUp({ address }: Server, body: string) {
  const asking = request(`${address}/api/v1/auth/user/signup`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'content-length': body.length,
      expect: '100-continue',
    },
  })
  asking.flushHeaders()
  await once(asking, 'continue')
  return asking
}

test('SIGTERM ends the server well: a request under way finishes, and one that never ends does not hold it', async () => {
  const server = await start({})
  // The first sign-up after a start takes long, and the end of the server has a limit.
  await signUp(clientOf(server.address))
  const body = JSON.stringify({ email: 'under-way@example.com', password })
  const [finishing, endless] = [await beginSignUp(server, body), await beginSignUp(server, body)]
  endless.write('{')
  const closed = new Promise((resolve) => endless.once('error', resolve))
  const stopped = server.stop()
  finishing.end(body)
  const [answer] = (await once(finishing, 'response')) as [IncomingMessage]
  answer.resume()
  expect(answer.statusCode).toBe(200)
  expect(await stopped).toBe(0)
  await closed
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

describe('with JETON_SECRET, an IPv6 address and an empty NEXTAUTH_URL', () => {
  const dataDir = makeDataDir()
  let server: Server

  beforeAll(async () => {
    server = await startServer({
      JETON_DATA_DIR: dataDir,
      JETON_SECRET: randomBytes(32).toString('base64'),
      HOST: '0:0:0:0:0:0:0:1',
      NEXTAUTH_URL: '',
    })
  })
  afterAll(async () => {
    await server?.stop()
    removeDataDir(dataDir)
  })

  test('no secret is written to disk', () => {
    expect(existsSync(join(dataDir, 'jeton.db'))).toBe(true)
    expect(existsSync(join(dataDir, 'secret'))).toBe(false)
  })

  test('the address is printed as a URL has it, the empty setting counts as none, and people sign in there', async () => {
    expect(server.address).toMatch(/^http:\/\/\[::1\]:\d+$/)
    const call = clientOf(server.address)
    const { email } = await signUp(call)
    expect((await signInAsBrowser(call, email)).sessionCookie).toBeTruthy()
  })
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

test('a client that offers to upgrade is answered all the same', async () => {
  const server = sharedServer()
  await clientOf(server.address)('GET', '/sign-in')
  const headers: RawHeader[] = [
    ['Connection', 'Upgrade, HTTP2-Settings'],
    ['Upgrade', 'h2c'],
    ['HTTP2-Settings', 'AAMAAABkAARAAAAAAAIAAAAA'],
  ]
  expect((await sendRaw(server.address, { path: '/api/health', headers })).status).toBe(200)
})
