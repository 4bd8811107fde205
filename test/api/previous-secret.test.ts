import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type Call, clientOf } from '@/test/support/client'
import { askDatabase, changeDatabase } from '@/test/support/database'
import { newOwner } from '@/test/support/people'
import { type Holder, newHolder, rotated } from '@/test/support/rotations'
import { makePreparedDataDir, removeDataDir, type Server, startServer } from '@/test/support/server'

/* What the server keeps of a secret that was replaced: its uses while it works, and no row afterwards. */

const dataDir = makePreparedDataDir()
let server: Server
let call: Call

const start = async () => {
  server = await startServer({ JETON_DATA_DIR: dataDir })
  call = clientOf(server.address)
}

/** A stop writes the uses that were not written yet. */
async function restart(): Promise<void> {
  expect(await server.stop()).toBe(0)
  await start()
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

/** The row as the restarted server answers it. */
async function rowOf({ user }: Holder) {
  const { body } = await call('GET', '/api/v1/tokens', { headers: user.headers })
  return body.list[0]
}

test('the row tells when and where the old secret was last used, apart from the new one', async () => {
  const owner = await newOwner(server)
  const json = { name: 'wiki' }
  await call('POST', '/api/v1/services', { headers: owner.headers, json })
  const [old, current, own, unused] = await Promise.all([1, 2, 3, 4].map(() => newHolder(call)))
  if (!(old && current && own && unused)) throw new Error('No holders')
  const secrets = new Map<Holder, string>()
  for (const holder of [old, current, own, unused]) {
    await verify(holder.first, '/api/v1/services/wiki/verify')
    secrets.set(holder, (await rotated(holder.rotate({ grace: '1h' }))).token)
  }
  const from = Date.now()
  await verify(old.first)
  await nextMoment()
  await verify(old.first, '/api/v1/services/wiki/verify')
  await verify(secrets.get(current) ?? '', '/api/v1/services/wiki/verify')
  await verify(own.first, '/api/v1/services/wiki/verify')
  await nextMoment()
  const me = await call('GET', '/api/v1/auth/user/me', { headers: { 'xc-token': own.first } })
  expect(me.status).toBe(200)
  const to = Date.now()
  await restart()

  const used = await rowOf(old)
  expect(used.previous_last_used_by).toBe('wiki')
  const at = new Date(used.previous_last_used_at).getTime()
  expect(at).toBeGreaterThanOrEqual(from)
  expect(at).toBeLessThanOrEqual(to)
  expect(used.use_count).toBe(3)
  expect((await rowOf(own)).previous_last_used_by).toBe('')
  for (const holder of [current, unused])
    expect(await rowOf(holder)).toMatchObject({
      previous_last_used_at: null,
      previous_last_used_by: null,
    })
  expect((await rowOf(current)).use_count).toBe(2)
})

test('uses of a secret that was ended are not those of the next old one', async () => {
  const holder = await newHolder(call)
  const second = await rotated(holder.rotate({ grace: '1h' }))
  await verify(holder.first)
  await call('DELETE', `/api/v1/tokens/${holder.id}/previous`, { headers: holder.user.headers })
  await rotated(holder.rotate({ grace: '1h' }))
  await restart()
  expect(await rowOf(holder)).toMatchObject({ previous_last_used_at: null })
  await verify(second.token)
  await restart()
  expect(await rowOf(holder)).toMatchObject({ previous_last_used_by: '' })
})

const storedOf = async ({ id }: Holder) =>
  (await askDatabase(server, `SELECT "digest" FROM "ApiTokenSecret" WHERE "tokenId" = '${id}'`))
    .length

test('the rows of secrets whose time is over are removed, and those of no other', async () => {
  const [over, living, replaced] = await Promise.all([1, 2, 3].map(() => newHolder(call)))
  if (!(over && living && replaced)) throw new Error('No holders')
  const current = await rotated(over.rotate({ grace: '1h' }))
  await rotated(living.rotate({ grace: '1h' }))
  await rotated(replaced.rotate())
  await changeDatabase(server, 'UPDATE "ApiToken" SET "previousEndsAt" = ? WHERE "id" = ?', {
    parameters: ['2026-01-01T00:00:00.000+00:00', over.id],
  })
  expect(await Promise.all([over, living, replaced].map(storedOf))).toEqual([2, 2, 1])
  await restart()
  await vi.waitUntil(async () => (await storedOf(over)) === 1, { timeout: 60_000, interval: 100 })
  expect(await Promise.all([living, replaced].map(storedOf))).toEqual([2, 1])
  await verify(current.token)
  await verify(living.first)
  const ends = await askDatabase(
    server,
    `SELECT "previousEndsAt" FROM "ApiToken" WHERE "id" = '${over.id}'`,
  )
  expect(ends).toEqual([{ previousEndsAt: null }])
})
