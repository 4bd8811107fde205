import { expect, test } from 'vitest'
import { providers } from '@/lib/db/provider'
import { pendingMigration } from '@/prisma/pending-migration'

test.each(providers)('the migrations for %s lead to the models', async (provider) => {
  expect(await pendingMigration(provider)).toBeNull()
})
