import { createHash } from 'node:crypto'
import type { MigrationDirectory } from '@prisma/schema-engine-wasm'
import { readMigrations } from '@/lib/db/migrations'
import type { Provider } from '@/lib/db/provider'

/** What Prisma's table says of the migrations that were applied. */
export const historyQuery = `
SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished
FROM _prisma_migrations WHERE rolled_back_at IS NULL`

export interface AppliedMigration {
  name: string
  checksum: string
  finished: unknown
}

/** Whether these are our migrations, every one of them, finished and as they lie on disk. */
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

/** As the schema engine does, with either kind of line end: it may have been applied from files that had the other one. */
function checksums({ content }: MigrationDirectory['migrationFile']): string[] {
  if (content.tag !== 'ok') return []
  return [content.value, content.value.replaceAll('\n', '\r\n')].map((text) =>
    createHash('sha256').update(text).digest('hex'),
  )
}
