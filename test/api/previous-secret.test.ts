import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type Call, clientOf } from '@/test/support/client'
import { askDatabase, changeDatabase } from '@/test/support/database'
import { newOwner } from '@/test/support/people'
import { type Holder, newHolder, rotated } from '@/test/support/rotations'
import { makePreparedDataDir, removeDataDir, type Server, startServer } from '@/test/support/server'

/*
 * The server keeps the uses of a secret that was replaced, as long as it works, and no row
 * afterwards. A stop writes the uses that were not written yet: the tests act, then the server is
 * restarted, and they compare.
 */

const dataDir = makePreparedDataDir()
let server: Server
let call: Call

const start = async () => {
  server = await startServer({ JETON_DATA_DIR: dataDir })
  call = clientOf(server.address)
}

beforeAll(start)
afterAll(async () => {
  await server.stop()
  removeDataDir(dataDir)
})

const verify = async (token: string, path = '/api/v1/verify') =>
  expect((await call('GET', path, { headers: { 'xc-token': token } })).status).toBe(200)

/** Resolves when the next use is later than the ones before, also by a clock of milliseconds. */
async function nextMoment(): Promise<void> {
  const now = Date.now()
  await vi.waitUntil(() => Date.now() > now)
}

async function rowOf({ user }: Holder) {
  const { body } = await call('GET', '/api/v1/tokens', { headers: user.headers })
  return body.list[0]
}

const storedOf = async ({ id }: Holder) =>
  (await askDatabase(server, `SELECT "digest" FROM "ApiTokenSecret" WHERE "tokenId" = '${id}'`))
    .length

const withGrace = (holder: Holder) => rotated(holder.rotate({ grace: '1h' }))

interface Holders {
  old: Holder
  current: Holder
  own: Holder
  unused: Holder
  ended: Holder
  next: Holder
  over: Holder
  living: Holder
  replaced: Holder
}

const names = ['old', 'current', 'own', 'unused', 'ended', 'next', 'over', 'living', 'replaced']

/** When the old secret was used, at the earliest and at the latest. */
let usedFrom: number
let usedTo: number

/** Uses the secrets of four tokens that were rotated: the old one, the new one, both, and none. */
async function useSecrets({ old, current, own, unused }: Holders) {
  const wiki = '/api/v1/services/wiki/verify'
  const secrets = new Map<Holder, string>()
  for (const holder of [old, current, own, unused]) {
    await verify(holder.first, wiki)
    secrets.set(holder, (await withGrace(holder)).token)
  }
  usedFrom = Date.now()
  await verify(old.first)
  await nextMoment()
  await verify(old.first, wiki)
  await verify(secrets.get(current) ?? '', wiki)
  await verify(own.first, wiki)
  await nextMoment()
  const me = await call('GET', '/api/v1/auth/user/me', { headers: { 'xc-token': own.first } })
  expect(me.status).toBe(200)
  usedTo = Date.now()
}

/** Uses a secret and ends it, and rotates again. @returns the secret that is now the old one */
async function useAndEnd(holder: Holder): Promise<string> {
  const second = await withGrace(holder)
  await verify(holder.first)
  await call('DELETE', `/api/v1/tokens/${holder.id}/previous`, { headers: holder.user.headers })
  await withGrace(holder)
  return second.token
}

/** Ends the time of a secret. @returns the one that replaces it */
async function letTimePass(holder: Holder): Promise<string> {
  const { token } = await withGrace(holder)
  await changeDatabase(server, 'UPDATE "ApiToken" SET "previousEndsAt" = ? WHERE "id" = ?', {
    parameters: ['2026-01-01T00:00:00.000+00:00', holder.id],
  })
  return token
}

describe('after a restart', () => {
  let holders: Holders
  /** The secret that replaces one whose time is over. */
  let replacement: string

  beforeAll(async () => {
    const owner = await newOwner(server)
    const json = { name: 'wiki' }
    await call('POST', '/api/v1/services', { headers: owner.headers, json })
    const made = await Promise.all(names.map(async (name) => [name, await newHolder(call)]))
    holders = Object.fromEntries(made)
    await useSecrets(holders)
    await useAndEnd(holders.ended)
    await verify(await useAndEnd(holders.next))
    replacement = await letTimePass(holders.over)
    await withGrace(holders.living)
    await rotated(holders.replaced.rotate())
    const { over, living, replaced } = holders
    expect(await Promise.all([over, living, replaced].map(storedOf))).toEqual([2, 2, 1])
    expect(await server.stop()).toBe(0)
    await start()
  })

  test('the row has the last use of the old secret, apart from those of the new one', async () => {
    const { old, current, own, unused } = holders
    const used = await rowOf(old)
    expect(used.previous_last_used_by).toBe('wiki')
    const at = new Date(used.previous_last_used_at).getTime()
    expect(at).toBeGreaterThanOrEqual(usedFrom)
    expect(at).toBeLessThanOrEqual(usedTo)
    expect(used.use_count).toBe(3)
    expect((await rowOf(own)).previous_last_used_by).toBe('')
    for (const holder of [current, unused])
      expect(await rowOf(holder)).toMatchObject({
        previous_last_used_at: null,
        previous_last_used_by: null,
      })
    expect((await rowOf(current)).use_count).toBe(2)
  })

  test('uses of a secret that was ended do not count as uses of the previous secret after it', async () => {
    expect(await rowOf(holders.ended)).toMatchObject({ previous_last_used_at: null })
    expect(await rowOf(holders.next)).toMatchObject({ previous_last_used_by: '' })
  })

  test('the rows of secrets whose time is over are removed, and those of no other', async () => {
    const { over, living, replaced } = holders
    await vi.waitUntil(async () => (await storedOf(over)) === 1, { timeout: 60_000, interval: 100 })
    expect(await Promise.all([living, replaced].map(storedOf))).toEqual([2, 1])
    await verify(replacement)
    await verify(living.first)
    const ends = await askDatabase(
      server,
      `SELECT "previousEndsAt" FROM "ApiToken" WHERE "id" = '${over.id}'`,
    )
    expect(ends).toEqual([{ previousEndsAt: null }])
  })
})
