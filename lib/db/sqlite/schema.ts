import Database from 'better-sqlite3'
import { readMigrations } from '@/lib/db/migrations'
import { oncePerProcess } from '@/lib/once-per-process'

/** A table, an index or a trigger, with the statement that created it. */
export type SchemaEntry = [type: string, name: string, sql: string]

/** Everything except the tables of Prisma and SQLite. A trigger with such a name is included. */
const entries = `
SELECT type, name, sql FROM sqlite_schema
WHERE sql IS NOT NULL AND NOT (type = 'table' AND name IN ('_prisma_migrations', 'sqlite_sequence', 'sqlite_stat1', 'sqlite_stat4'))
ORDER BY type, name`

const schemaOf = (database: Database.Database): SchemaEntry[] =>
  database.prepare<[], SchemaEntry>(entries).raw().all()

/**
 * Returns the first entry that the migrations did not create, or that they created and is missing;
 * null when the schema is as expected. An additional index is harmless unless it is unique: a
 * unique one could reject rows for no reason that Jeton knows.
 */
export function strangeEntry(database: Database.Database): SchemaEntry | null {
  const [found, wanted] = [schemaOf(database), migratedSchema()]
  const [there, right] = [textsOf(found), textsOf(wanted)]
  const isHarmless = ([type, , sql]: SchemaEntry) => type === 'index' && /^CREATE INDEX /i.test(sql)
  return (
    found.find((entry) => !isHarmless(entry) && !right.has(textOf(entry))) ??
    wanted.find((entry) => !there.has(textOf(entry))) ??
    null
  )
}

/** Line ends are normalised: the database keeps those of the file that it was migrated from. */
const textOf = ([type, name, sql]: SchemaEntry) =>
  JSON.stringify([type, name, sql.replaceAll('\r\n', '\n')])
const textsOf = (entries: SchemaEntry[]) => new Set(entries.map(textOf))

/** Returns the schema that the migrations create. */
const migratedSchema = oncePerProcess('migrated-schema', (): SchemaEntry[] => {
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
