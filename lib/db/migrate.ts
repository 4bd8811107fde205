import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils'
import type { MigrationList, SchemaEngine } from '@prisma/schema-engine-wasm'
import { prismaDir, readMigrations } from '@/lib/db/migrations'
import { withSchemaEngine } from '@/lib/db/schema-engine'
import { SettingsError } from '@/lib/env'

const everything = { externalTables: [], externalEnums: [] }

/**
 * Brings a database to the newest migration (`prisma migrate deploy`).
 * @throws SettingsError when its history is not the beginning of ours; the data is left alone then
 */
export async function migrate(adapter: SqlMigrationAwareDriverAdapterFactory): Promise<void> {
  const datamodel = readFileSync(join(prismaDir(), 'schema.prisma'), 'utf8')
  await withSchemaEngine(adapter, datamodel, async (engine) => {
    const migrationsList = readMigrations()
    await refuseForeignHistory(engine, migrationsList)
    await engine.applyMigrations({ migrationsList, filters: everything })
  })
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
