import { createHash } from 'node:crypto'
import type { MigrationDirectory } from '@prisma/schema-engine-wasm'
import type { Provider } from '@/lib/db/database-url'
import { readMigrations } from '@/lib/db/migrations'

/** Reads the applied migrations from Prisma's migrations table. */
export const historyQuery = `
SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished
FROM _prisma_migrations WHERE rolled_back_at IS NULL`

export interface AppliedMigration {
  name: string
  checksum: string
  finished: unknown
}

/**
 * Whether exactly our migrations were applied: all of them, finished, with the contents on disk.
 */
export function isComplete(applied: AppliedMigration[], provider: Provider): boolean {
  const { migrationDirectories } = readMigrations(provider)
  const found = new Map(applied.map((migration) => [migration.name, migration]))
  const holds = ({ path, migrationFile }: MigrationDirectory) => {
    const migration = found.get(path)
    return (
      migration !== undefined &&
      Boolean(Number(migration.finished)) &&
      checksums(migrationFile).includes(migration.checksum)
    )
  }
  return found.size === migrationDirectories.length && migrationDirectories.every(holds)
}

/**
 * Checksums as the schema engine computes them, for both kinds of line end: the migration may have
 * been applied from a file with the other kind.
 */
function checksums({ content }: MigrationDirectory['migrationFile']): string[] {
  if (content.tag !== 'ok') return []
  return [content.value, content.value.replaceAll('\n', '\r\n')].map((text) =>
    createHash('sha256').update(text).digest('hex'),
  )
}
