import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { signInAsBrowser } from '@/test/support/browser'
import { type Call, clientOf, createToken, signUp } from '@/test/support/client'
import { askDatabase, changeDatabase } from '@/test/support/database'
import { makePreparedDataDir, removeDataDir, type Server, startServer } from '@/test/support/server'

/*
 * "Last used" is buffered, written in one batch at most every 30 seconds, and flushed at shutdown.
 * Uses by day are kept for 400 days, and deleted after that, or with their token.
 */

const dataDir = makePreparedDataDir()
let server: Server
let call: Call

/** A user with a token, and what was done before the restart. */
interface User {
  email: string
  authToken: string
  token: { id: string; token: string }
}

let early: User
let surviving: User
let counted: User
let unused: User
let introspected: User
let service: User
let aged: User
/** When the first use before the restart was asked for. */
let before: number
/** The oldest day whose uses are kept. */
let keptDay: string

beforeAll(async () => {
  await start()
  early = await newUser()
  surviving = await newUser()
  counted = await newUser()
  unused = await newUser()
  introspected = await newUser()
  service = await newUser()
  aged = await newUser()
  const names = Array.from({ length: 2_500 }, (_, i) => `service-${i}`)
  await addUses(aged, 402, names)
  // Two days off the edge: the day may change while the test runs.
  keptDay = await addUses(aged, 398, names.slice(0, 2))
})
afterAll(async () => {
  await server.stop()
  removeDataDir(dataDir)
})

async function start() {
  server = await startServer({ JETON_DATA_DIR: dataDir })
  call = clientOf(server.address)
}

async function restart() {
  expect(await server.stop()).toBe(0)
  await start()
}

async function newUser(): Promise<User> {
  const { email, authToken } = await signUp(call)
  return { email, authToken, token: await createToken(call, authToken) }
}

async function tokenOf({ authToken }: User) {
  const { body } = await call('GET', '/api/v1/tokens', { headers: { 'xc-auth': authToken } })
  return body.list[0] as { last_used_at: string | null; use_count: number }
}

async function lastUsedAt(user: User): Promise<number | null> {
  const { last_used_at: text } = await tokenOf(user)
  return text === null ? null : new Date(text).getTime()
}

const use = ({ token }: User) =>
  call('GET', '/api/v1/auth/user/me', { headers: { 'xc-token': token.token } })
const introspect = (headers: Record<string, string>, { token }: User) =>
  call('POST', '/api/v1/introspect', { headers, body: new URLSearchParams({ token: token.token }) })

test('the row of a token has the time of its use soon after it', async () => {
  expect(await lastUsedAt(early)).toBeNull()
  // The server has just started: its first write is due at once.
  const from = Date.now()
  expect((await use(early)).status).toBe(200)
  const to = Date.now()
  const isWritten = () => lastUsedAt(early)
  const used = await vi.waitUntil(isWritten, { timeout: 20_000, interval: 20 })
  expect(used).toBeGreaterThanOrEqual(from)
  expect(used).toBeLessThanOrEqual(to)
})

const dayBefore = (ago: number) =>
  new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10)

/** Adds uses of a day to the database. @returns the day */
async function addUses({ token }: User, ago: number, services: string[]): Promise<string> {
  const day = dayBefore(ago)
  const at = `${day}T12:00:00.000+00:00`
  const rows = services.map(() => '(?, ?, ?, 1, ?)').join(', ')
  const columns = '"tokenId", "day", "service", "count", "lastUsedAt"'
  await changeDatabase(server, `INSERT INTO "ServiceUse" (${columns}) VALUES ${rows}`, {
    parameters: services.flatMap((name) => [token.id, day, name, at]),
  })
  return day
}

const daysOf = async ({ token }: User) => {
  const sql = `SELECT DISTINCT "day" FROM "ServiceUse" WHERE "tokenId" = '${token.id}'`
  return (await askDatabase(server, sql)).map(({ day }) => day)
}

describe('after a stop, which writes what was not written yet', () => {
  // The test before has just caused a write: the next one is due in 30 seconds.
  beforeAll(async () => {
    before = Date.now()
    const survive = await Promise.all(Array.from({ length: 20 }, () => use(surviving)))
    expect(survive.map(({ status }) => status)).toEqual(Array(20).fill(200))
    await useAndCount()
    await useWithoutCounting()
    const by = { 'xc-token': service.token.token }
    expect((await introspect(by, introspected)).body.active).toBe(true)
    await restart()
  })

  async function useAndCount(): Promise<void> {
    const { token } = counted.token
    const headers = { 'xc-token': token }
    const verify = () => call('GET', '/api/v1/verify', { headers })
    const answers = await Promise.all([
      ...Array.from({ length: 30 }, verify),
      use(counted),
      introspect(headers, counted),
    ])
    expect(answers.map(({ status }) => status)).toEqual(Array(32).fill(200))
    await call('GET', '/api/v1/verify', { headers: { 'xc-token': `${token}x` } })
  }

  async function useWithoutCounting(): Promise<void> {
    const { id, token } = unused.token
    const { cookie } = await signInAsBrowser(call, unused.email)
    expect((await introspect({ cookie }, unused)).body.active).toBe(true)
    expect(
      (await call('GET', `/api/v1/tokens/${id}/secret`, { headers: { cookie } })).body.token,
    ).toBe(token)
    await call('GET', '/api/v1/auth/user/me', { headers: { 'xc-auth': token } })
    await call('GET', `/api/v1/auth/user/me?token=${token}`)
  }

  test('the row has the time of the last use', async () => {
    expect(await lastUsedAt(surviving)).toBeGreaterThanOrEqual(before)
  })

  test('the row has the number of uses, of every endpoint that accepted the token', async () => {
    // A token that introspects itself counts as used twice: as the caller's credential and as the
    // token in question.
    expect((await tokenOf(counted)).use_count).toBe(30 + 1 + 2)
  })

  test('the acts of its user in the browser and refused uses have left no use', async () => {
    expect(await lastUsedAt(unused)).toBeNull()
  })

  test('an introspection by a service is a use', async () => {
    expect(await lastUsedAt(introspected)).toBeGreaterThanOrEqual(before)
  })

  test('days that are too long ago are removed at the next start, in as many batches as it takes', async () => {
    await vi.waitUntil(async () => (await daysOf(aged)).length === 1, {
      timeout: 20_000,
      interval: 100,
    })
    expect(await daysOf(aged)).toEqual([keptDay])
  })
})

test('a deleted token leaves no use', async () => {
  const user = await newUser()
  await addUses(user, 1, ['wiki', ''])
  expect(await daysOf(user)).toHaveLength(1)
  const headers = { 'xc-auth': user.authToken }
  await call('DELETE', `/api/v1/tokens/${user.token.id}`, { headers })
  expect(await daysOf(user)).toEqual([])
})
