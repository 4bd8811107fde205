import { expect, test } from 'vitest'
import { pendingMigration } from '@/prisma/pending-migration'

test('the migrations lead to the models', async () => {
  expect(await pendingMigration()).toBeNull()
})
