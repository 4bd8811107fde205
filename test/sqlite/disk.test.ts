import { spawnSync } from 'node:child_process'
import { rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Call, clientOf, createToken, password, signUp } from '@/test/support/client'
import { expectProblem } from '@/test/support/problem'
import {
  failToStart,
  makeDataDir,
  removeDataDir,
  type Server,
  startServer,
} from '@/test/support/server'

/*
 * A file system of its own for the data folder, which is filled, emptied and made read-only: no
 * acknowledged write is lost, and each fault is reported.
 */

const disk = makeDataDir()
const filler = join(disk, 'filler')

/** Only root may mount a file system, and not in every sandbox. */
const isMounted = mount('-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', disk)
if (!isMounted)
  console.log('Skipped: a file system of its own can be mounted only by root, and not here.')

function mount(...args: string[]): boolean {
  return process.platform === 'linux' && spawnSync('mount', args).status === 0
}

let server: Server
let call: Call
let authToken: string
let email: string
let token: string

async function start(): Promise<void> {
  server = await startServer({ JETON_DATA_DIR: disk })
  call = clientOf(server.address)
}

beforeAll(async () => {
  if (!isMounted) return
  await start()
  ;({ authToken, email } = await signUp(call))
  token = (await createToken(call, authToken)).token
})
afterAll(async () => {
  await server?.stop('SIGKILL')
  if (isMounted) spawnSync('umount', ['-l', disk])
  removeDataDir(disk)
})

const verify = async () =>
  (await call('GET', '/api/v1/verify', { headers: { 'xc-token': token } })).status
const newAccount = () =>
  call('POST', '/api/v1/auth/user/signup', {
    json: { email: `${crypto.randomUUID()}@example.com`, password },
  })

/** Fills the disk to the last byte. */
function fill(): void {
  for (let size = 1024 * 1024; size >= 1; size /= 2)
    for (;;) {
      try {
        writeFileSync(filler, Buffer.alloc(size), { flag: 'a' })
      } catch {
        break
      }
    }
  expect(statfsSync(disk).bavail).toBe(0)
}

/**
 * Makes accounts until one is refused: writes that fit into the journal are stored.
 * @returns the auth tokens of the accounts that were made
 */
async function makeAccountsUntilRefused(): Promise<string[]> {
  const made: string[] = []
  for (;;) {
    const answer = await newAccount()
    if (answer.status !== 200) {
      expectProblem(answer, 503, 'unavailable')
      return made
    }
    made.push(answer.body.token)
  }
}

const meStatus = async (headers: Record<string, string>) =>
  (await call('GET', '/api/v1/auth/user/me', { headers })).status

test.skipIf(!isMounted)(
  'full: writes are told to try again, verification goes on, and nothing is lost',
  async () => {
    fill()
    const made = await makeAccountsUntilRefused()
    expect([await verify(), await meStatus({ 'xc-auth': authToken })]).toEqual([200, 200])
    await server.stop('SIGKILL')
    rmSync(filler)
    await start()
    for (const authToken of made) expect(await meStatus({ 'xc-auth': authToken })).toBe(200)
    expect([await verify(), (await newAccount()).status]).toEqual([200, 200])
  },
)

test.skipIf(!isMounted)('full while it serves, and emptied: it goes on by itself', async () => {
  fill()
  await makeAccountsUntilRefused()
  rmSync(filler)
  const made = await newAccount()
  expect(made.status).toBe(200)
  await server.stop('SIGKILL')
  await start()
  expect(await meStatus({ 'xc-auth': made.body.token })).toBe(200)
})

test.skipIf(!isMounted)('full at a start: one line, and the data are whole', async () => {
  await server.stop()
  fill()
  const { code, output } = await failToStart({ JETON_DATA_DIR: disk })
  expect(code).toBe(1)
  expect(output.trim().split('\n').at(-1)).toMatch(/^Jeton cannot start: .*(full|ENOSPC|disk)/)
  rmSync(filler)
  await start()
  expect(await verify()).toBe(200)
})

/** Without a running server: files that are open for writing prevent a read-only remount. */
test.skipIf(!isMounted)(
  'read-only at a start: one line, and afterwards everything is there',
  async () => {
    await server.stop('SIGKILL')
    expect(mount('-o', 'remount,ro', disk)).toBe(true)
    const { code, output } = await failToStart({ JETON_DATA_DIR: disk })
    expect(code).toBe(1)
    expect(output.trim().split('\n').at(-1)).toMatch(
      /^Jeton cannot start: the folder .* cannot be written \(EROFS\): change its owner, or set JETON_DATA_DIR$/,
    )
    expect(mount('-o', 'remount,rw', disk)).toBe(true)
    await start()
    const signIn = { json: { email, password } }
    expect([
      await verify(),
      (await call('POST', '/api/v1/auth/user/signin', signIn)).status,
    ]).toEqual([200, 200])
  },
)
