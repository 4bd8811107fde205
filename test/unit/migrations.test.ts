import { createHash } from 'node:crypto'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { isComplete } from '@/lib/db/applied-migrations'
import { type Provider, providers } from '@/lib/db/database-url'
import { readMigrations, readModels } from '@/lib/db/migrations'
import { pendingMigration } from '@/prisma/pending-migration'

test.each(providers)('the migrations for %s lead to the models', async (provider) => {
  expect(await pendingMigration(provider)).toBeNull()
})

const withCarriageReturns = (text: string) => text.replaceAll('\n', '\r\n')

/**
 * @returns the rows of a database that was migrated from these files
 * @param change applied to each of them before
 */
const applied = (provider: Provider, change = (text: string) => text) =>
  readMigrations(provider).migrationDirectories.map(({ path, migrationFile }) => ({
    name: path,
    checksum: createHash('sha256').update(change(migrationFile.content.value)).digest('hex'),
    finished: 1,
  }))

test('a migration is the same with either kind of line end, on disk and where it was applied', () => {
  const folder = mkdtempSync(join(tmpdir(), 'jeton-line-ends-'))
  const here = process.cwd()
  cpSync('prisma', join(folder, 'prisma'), { recursive: true })
  const before = providers.map((provider) => applied(provider))
  try {
    process.chdir(folder)
    const files = readdirSync('prisma', { recursive: true, encoding: 'utf8' })
    for (const file of files
      .filter((name) => /\.(sql|prisma)$/.test(name))
      .map((name) => join('prisma', name)))
      writeFileSync(file, withCarriageReturns(readFileSync(file, 'utf8')))
    for (const [i, provider] of providers.entries()) {
      expect(readModels(provider)).not.toContain('\r')
      expect(isComplete(before[i] ?? [], provider)).toBe(true)
      expect(isComplete(applied(provider, withCarriageReturns), provider)).toBe(true)
      expect(
        isComplete(
          applied(provider, (text) => `${text} `),
          provider,
        ),
      ).toBe(false)
    }
  } finally {
    process.chdir(here)
    rmSync(folder, { recursive: true })
  }
})
