import Database from 'better-sqlite3'
import { readMigrations } from '@/lib/db/migrations'
import { oncePerProcess } from '@/lib/once-per-process'

/** A table, an index or a trigger, in the words that made it. */
export type SchemaEntry = [type: string, name: string, sql: string]

/** Everything but the tables that Prisma and SQLite keep for themselves. A trigger may have such a name, too. */
const entries = `
SELECT type, name, sql FROM sqlite_schema
WHERE sql IS NOT NULL AND NOT (type = 'table' AND name IN ('_prisma_migrations', 'sqlite_sequence', 'sqlite_stat1', 'sqlite_stat4'))
ORDER BY type, name`

const schemaOf = (database: Database.Database): SchemaEntry[] =>
  database.prepare<[], SchemaEntry>(entries).raw().all()

/**
 * The first thing in a database that the migrations did not make, or that they made and is not there. An index more does no harm, unless it is unique: then a
 * row can be in another's way for a reason that nobody knows of.
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

/** A line may end in either way: the database keeps what the file had from which it was migrated. */
const textOf = ([type, name, sql]: SchemaEntry) =>
  JSON.stringify([type, name, sql.replaceAll('\r\n', '\n')])
const textsOf = (entries: SchemaEntry[]) => new Set(entries.map(textOf))

/** What the migrations lead to. */
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
