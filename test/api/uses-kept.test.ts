import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type Call, clientOf, createToken, signUp } from '@/test/support/client'
import { askDatabase, changeDatabase } from '@/test/support/database'
import { makePreparedDataDir, removeDataDir, type Server, startServer } from '@/test/support/server'

/* Uses by day are kept for 400 days, and deleted after that, or with their token. */

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

const dayBefore = (ago: number) =>
  new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10)

async function addUses(tokenId: string, ago: number, services: string[]): Promise<string> {
  const day = dayBefore(ago)
  await changeDatabase(
    server,
    `INSERT INTO "ServiceUse" ("tokenId", "day", "service", "count", "lastUsedAt") VALUES ${services.map(() => '(?, ?, ?, 1, ?)').join(', ')}`,
    {
      parameters: services.flatMap((service) => [
        tokenId,
        day,
        service,
        `${day}T12:00:00.000+00:00`,
      ]),
    },
  )
  return day
}

const daysOf = async (tokenId: string) => {
  const sql = `SELECT DISTINCT "day" FROM "ServiceUse" WHERE "tokenId" = '${tokenId}'`
  return (await askDatabase(server, sql)).map(({ day }) => day)
}

test('days that are too long ago are removed, in as many batches as it takes', async () => {
  const { authToken } = await signUp(call)
  const { id } = await createToken(call, authToken)
  const names = Array.from({ length: 2_500 }, (_, i) => `service-${i}`)
  await addUses(id, 402, names)
  // Two days off the edge: the day may change while the test runs.
  const young = await addUses(id, 398, names.slice(0, 2))
  await server.stop()
  await start()
  await vi.waitUntil(async () => (await daysOf(id)).length === 1, {
    timeout: 20_000,
    interval: 100,
  })
  expect(await daysOf(id)).toEqual([young])
})

test('a deleted token leaves no use', async () => {
  const { authToken } = await signUp(call)
  const { id } = await createToken(call, authToken)
  await addUses(id, 1, ['wiki', ''])
  expect(await daysOf(id)).toHaveLength(1)
  await call('DELETE', `/api/v1/tokens/${id}`, { headers: { 'xc-auth': authToken } })
  expect(await daysOf(id)).toEqual([])
})
