import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils'
import type { MigrationList, SchemaEngine } from '@prisma/schema-engine-wasm'
import { type AppliedMigration, historyQuery, isComplete } from '@/lib/db/history'
import { prismaDir, readMigrations } from '@/lib/db/migrations'
import { withSchemaEngine } from '@/lib/db/schema-engine'
import { SettingsError } from '@/lib/env'

const everything = { externalTables: [], externalEnums: [] }

/**
 * Brings a database to the newest migration (`prisma migrate deploy`). One that is there already is left alone, without loading
 * the engine and its 25 MB.
 * @throws SettingsError when its history is not the beginning of ours; the data is left alone then
 */
export async function migrate(adapter: SqlMigrationAwareDriverAdapterFactory): Promise<void> {
  if (await isMigrated(adapter)) return
  const datamodel = readFileSync(join(prismaDir(), 'schema.prisma'), 'utf8')
  await withSchemaEngine(adapter, datamodel, async (engine) => {
    const migrationsList = readMigrations()
    await refuseForeignHistory(engine, migrationsList)
    await engine.applyMigrations({ migrationsList, filters: everything })
  })
}

async function isMigrated(adapter: SqlMigrationAwareDriverAdapterFactory): Promise<boolean> {
  const connection = await adapter.connect()
  try {
    const { rows } = await connection.queryRaw({ sql: historyQuery, args: [], argTypes: [] })
    return isComplete(
      rows.map(([name, checksum, finished]) => ({ name, checksum, finished }) as AppliedMigration),
    )
  } catch {
    // No such table, or no database at all: the engine says more.
    return false
  } finally {
    await connection.dispose()
  }
}

async function refuseForeignHistory(engine: SchemaEngine, migrationsList: MigrationList): Promise<void> {
  const found = await diagnose(engine, migrationsList)
  if (!found) return
  const [failed] = found.failedMigrationNames
  if (failed)
    throw new SettingsError(`the database holds a migration that failed (${failed}): restore a backup`)
  const [edited] = found.editedMigrationNames
  if (edited)
    throw new SettingsError(`the migration ${edited} was edited after it was applied: put its file back`)
  if (found.history?.diagnostic === 'migrationsDirectoryIsBehind') {
    throw new SettingsError('the database was made by a newer version of Jeton: start that version')
  }
}

/** What the engine says of the history, or null for a database that has none yet. */
async function diagnose(engine: SchemaEngine, migrationsList: MigrationList) {
  const tableMissing = 'P1014'
  const input = { migrationsList, optInToShadowDatabase: false, filters: everything }
  return engine.diagnoseMigrationHistory(input).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === tableMissing) return null
    throw error
  })
}
