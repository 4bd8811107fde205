import { chownSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { clientOf, createToken, signUp } from '@/test/support/client'
import { runCommand } from '@/test/support/maintenance'
import { makeDataDir, removeDataDir, startServer } from '@/test/support/server'

/* Commands that root runs leave nothing behind that the server's own user could not open. */

const nobody = 65_534
const dataDir = makeDataDir()
const elsewhere = makeDataDir()
const backup = join(elsewhere, 'backup.db')
/** SQLite in the data folder, also where the tests run on PostgreSQL: files are what this is about. */
const settings = { JETON_DATA_DIR: dataDir, DATABASE_URL: `file:${join(dataDir, 'jeton.db')}` }

const owners = () => readdirSync(dataDir).map((name) => [name, statSync(join(dataDir, name)).uid])

beforeAll(async () => {
  const server = await startServer(settings)
  const call = clientOf(server.address)
  await createToken(call, (await signUp(call)).authToken)
  await server.stop()
  if (process.getuid?.() !== 0) return
  for (const path of ['', ...readdirSync(dataDir)]) chownSync(join(dataDir, path), nobody, nobody)
})
afterAll(() => {
  removeDataDir(dataDir)
  removeDataDir(elsewhere)
})

test.skipIf(process.getuid?.() !== 0).each([
  ['backup', [backup]],
  ['admin', ['list']],
  ['rotate-secret', []],
  ['admin', ['list']],
])('after `npm run %s` by root, every file of the data folder is its owner’s', async (name, args) => {
  const { code, output } = await runCommand([name, ...args], settings)
  expect([code, output]).toEqual([0, expect.any(String)])
  expect(owners().filter(([, uid]) => uid !== nobody)).toEqual([])
})

test.skipIf(process.getuid?.() !== 0)('and so after a restore', async () => {
  const fresh = join(elsewhere, 'fresh.db')
  expect((await runCommand(['backup', fresh], settings)).code).toBe(0)
  expect((await runCommand(['restore', fresh], settings)).code).toBe(0)
  expect(owners().filter(([, uid]) => uid !== nobody)).toEqual([])
})
