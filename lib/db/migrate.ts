import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils'
import type { MigrationList, SchemaEngine } from '@prisma/schema-engine-wasm'
import { SettingsError } from '@/lib/config/settings-error'
import { type AppliedMigration, historyQuery, isComplete } from '@/lib/db/applied-migrations'
import type { Provider } from '@/lib/db/database-url'
import { readMigrations, readModels } from '@/lib/db/migrations'
import { withSchemaEngine } from '@/lib/db/schema-engine'

/** Error codes of Prisma's reference. */
const [tableMissing, schemaNotEmpty] = ['P1014', 'P3005']

/** Messages for a database that holds other tables. Nothing is created next to them. */
const othersTables: Record<Provider, string> = {
  sqlite: 'it holds tables of another program: set DATABASE_URL to a file of its own',
  postgresql:
    'its schema holds tables of another program: give it a database of its own, or a schema, such as ?schema=jeton in DATABASE_URL',
}

const everything = { externalTables: [], externalEnums: [] }

/**
 * Applies all pending migrations (`prisma migrate deploy`). A database that is up to date is left
 * alone, without loading the engine and its 25 MB.
 * @throws SettingsError when the applied migrations are not the beginning of ours; the data then
 * stays unchanged
 */
export async function migrate(
  adapter: SqlMigrationAwareDriverAdapterFactory,
  provider: Provider,
): Promise<void> {
  if (await isMigrated(adapter, provider)) return
  await withSchemaEngine(adapter, readModels(provider), async (engine) => {
    const migrationsList = readMigrations(provider)
    await refuseForeignHistory(engine, migrationsList, provider)
    await engine
      .applyMigrations({ migrationsList, filters: everything })
      .catch((error: unknown) => {
        throw codeOf(error) === schemaNotEmpty ? new SettingsError(othersTables[provider]) : error
      })
  })
}

/** Whether the database has every migration. */
export async function isMigrated(
  adapter: SqlMigrationAwareDriverAdapterFactory,
  provider: Provider,
): Promise<boolean> {
  const connection = await adapter.connect()
  try {
    const { rows } = await connection.queryRaw({ sql: historyQuery, args: [], argTypes: [] })
    const applied = rows.map(
      ([name, checksum, finished]) => ({ name, checksum, finished }) as AppliedMigration,
    )
    return isComplete(applied, provider)
  } catch {
    // The table or the whole database is missing; the engine reports the details.
    return false
  } finally {
    await connection.dispose()
  }
}

async function refuseForeignHistory(
  engine: SchemaEngine,
  migrationsList: MigrationList,
  provider: Provider,
): Promise<void> {
  const found = await diagnose(engine, migrationsList)
  if (!found) return
  if (
    found.history?.diagnostic === 'historiesDiverge' &&
    found.history.lastCommonMigrationName === null
  )
    throw new SettingsError(othersTables[provider])
  const [failed] = found.failedMigrationNames
  if (failed)
    throw new SettingsError(
      `the database holds a migration that failed (${failed}): restore a backup`,
    )
  const [edited] = found.editedMigrationNames
  if (edited)
    throw new SettingsError(
      `the migration ${edited} was edited after it was applied: put its file back`,
    )
  if (found.history?.diagnostic === 'migrationsDirectoryIsBehind') {
    throw new SettingsError('the database was made by a newer version of Jeton: start that version')
  }
}

/** Returns the engine's diagnosis of the migration history, or null for a database without one. */
async function diagnose(engine: SchemaEngine, migrationsList: MigrationList) {
  const input = { migrationsList, optInToShadowDatabase: false, filters: everything }
  return engine.diagnoseMigrationHistory(input).catch((error: unknown) => {
    if (codeOf(error) === tableMissing) return null
    throw error
  })
}

const codeOf = (error: unknown) =>
  error instanceof Error && 'code' in error ? error.code : undefined
