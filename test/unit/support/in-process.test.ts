import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { loadInProcess } from '@/test/support/in-process'
import { makeDataDir, removeDataDir } from '@/test/support/server'

const dataDir = makeDataDir()
afterAll(() => removeDataDir(dataDir))

test('product code that is loaded again works, with its schema engine', async () => {
  for (const name of ['first.db', 'second.db']) {
    const { migrate, SqliteAdapter } = await loadInProcess({}, async () => ({
      ...(await import('@/lib/db/migrate')),
      ...(await import('@/lib/db/sqlite/adapter')),
    }))
    const adapter = new SqliteAdapter(`file:${join(dataDir, name)}`)
    await expect(migrate(adapter, 'sqlite')).resolves.toBeUndefined()
  }
})
