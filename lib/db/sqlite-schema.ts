import Database from 'better-sqlite3'
import { readMigrations } from '@/lib/db/migrations'
import { oncePerThread } from '@/lib/once-per-thread'

/** A table, an index or a trigger, in the words that made it. */
export type SchemaEntry = [type: string, name: string, sql: string]

/** Everything but what Prisma and SQLite keep for themselves. */
const entries = `
SELECT type, name, sql FROM sqlite_schema
WHERE sql IS NOT NULL AND name <> '_prisma_migrations' AND name NOT LIKE 'sqlite~_%' ESCAPE '~' ORDER BY type, name`

export const schemaOf = (database: Database.Database): SchemaEntry[] =>
  database.prepare<[], SchemaEntry>(entries).raw().all()

/** What the migrations lead to. */
export const migratedSchema = oncePerThread('migrated-schema', (): SchemaEntry[] => {
  const database = new Database(':memory:')
  try {
    for (const { migrationFile } of readMigrations('sqlite').migrationDirectories) {
      database.exec(migrationFile.content.value)
    }
    return schemaOf(database)
  } finally {
    database.close()
  }
})
