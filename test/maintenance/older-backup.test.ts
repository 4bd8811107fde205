import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { clientOf } from '@/test/support/client'
import { runCommand } from '@/test/support/maintenance'
import { makeOlderDatabase, newMasterKey } from '@/test/support/older-database'
import { makeDataDir, removeDataDir, startServer } from '@/test/support/server'

const dataDir = makeDataDir()
afterAll(() => removeDataDir(dataDir))

test('a backup of an earlier version is restored, and a server starts on it', async () => {
  const { text, keys } = newMasterKey()
  const backup = join(dataDir, 'backup.db')
  writeFileSync(join(dataDir, 'secret'), text, { mode: 0o600 })
  const [user] = await makeOlderDatabase(`file:${backup}`, {
    keys: [keys],
    users: [{ under: keys, isNamed: false }],
  })
  const settings = { JETON_DATA_DIR: dataDir }
  const restored = await runCommand(['restore', backup], settings)
  expect(restored.code, restored.output).toBe(0)
  const server = await startServer(settings)
  const headers = { 'xc-token': user?.token ?? '' }
  const { status, body } = await clientOf(server.address)('GET', '/api/v1/auth/user/me', {
    headers,
  })
  expect([status, body.id]).toEqual([200, user?.id])
  await server.stop()
})
