import { expect, test, vi } from 'vitest'
import { keepBusy } from '@/test/support/load'
import { freePort, startServer } from '@/test/support/server'
import { complaints, vitalSigns } from '@/test/support/vital-signs'

/** The short form of `npm run soak`, which also watches memory. */
test('under everything at once nothing fails, nothing is complained of, and no file or socket stays open', async () => {
  const port = await freePort()
  const server = await startServer({ JETON_METRICS_PORT: `${port}` })
  await keepBusy(server.address, { milliseconds: 500 })
  const { files } = await vitalSigns(port)
  const rounds = await keepBusy(server.address, { milliseconds: 3_000 })
  for (const [who, count] of Object.entries(rounds)) expect(count, who).toBeGreaterThan(0)
  // The server closes a connection a moment after its client has; fetch may keep some for its next
  // call.
  await vi.waitUntil(async () => (await vitalSigns(port)).files <= files + 5, { timeout: 20_000 })
  expect(await server.stop()).toBe(0)
  expect(complaints(server.output())).toEqual([])
})
