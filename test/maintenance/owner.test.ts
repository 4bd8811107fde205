import { randomBytes } from 'node:crypto'
import { chmodSync, chownSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { clientOf, createToken, signUp } from '@/test/support/client'
import { runCommand } from '@/test/support/maintenance'
import { makeDataDir, makePreparedDataDir, removeDataDir, startServer } from '@/test/support/server'

/* Commands that root runs leave no file that the server's own user cannot open. */

const nobody = 65_534
const dataDir = makePreparedDataDir()
const elsewhere = makeDataDir()
const backup = join(elsewhere, 'backup.db')
const settings = { JETON_DATA_DIR: dataDir }

const owners = () => readdirSync(dataDir).map((name) => [name, statSync(join(dataDir, name)).uid])

/** A master key with the permissions of a secret that is mounted into a container. */
const mounted = join(dataDir, 'secret')
let complaints: string[]

beforeAll(async () => {
  writeFileSync(mounted, randomBytes(32).toString('base64'))
  chmodSync(mounted, 0o444)
  const server = await startServer(settings)
  const call = clientOf(server.address)
  await createToken(call, (await signUp(call)).authToken)
  await server.stop()
  complaints = server
    .output()
    .split('\n')
    .filter((line) => line.includes('can be read by others'))
  if (process.getuid?.() !== 0) return
  for (const path of ['', ...readdirSync(dataDir)]) chownSync(join(dataDir, path), nobody, nobody)
  chownSync(elsewhere, nobody, nobody)
})
afterAll(() => {
  removeDataDir(dataDir)
  removeDataDir(elsewhere)
})

test('a start with a secret that others can read goes on, and says so once', () => {
  expect(complaints).toEqual([expect.stringContaining(`"level":"warn"`)])
  expect(complaints[0]).toContain(
    `${mounted} can be read by others (mode 0444): chmod 600 ${mounted}`,
  )
})

test.skipIf(process.getuid?.() !== 0).each([
  ['backup', [backup]],
  ['admin', ['list']],
  ['rotate-secret', []],
  ['admin', ['list']],
])(
  'after `npm run %s` by root, every file of the data folder is its owner’s',
  async (name, args) => {
    const { code, output } = await runCommand([name, ...args], settings)
    expect([code, output]).toEqual([0, expect.any(String)])
    expect(owners().filter(([, uid]) => uid !== nobody)).toEqual([])
  },
)

test.skipIf(process.getuid?.() !== 0)('and so after a restore', async () => {
  const fresh = join(elsewhere, 'fresh.db')
  expect((await runCommand(['backup', fresh], settings)).code).toBe(0)
  expect((await runCommand(['restore', fresh], settings)).code).toBe(0)
  expect(owners().filter(([, uid]) => uid !== nobody)).toEqual([])
})
