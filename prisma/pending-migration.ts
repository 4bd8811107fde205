import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrate } from '@/lib/db/migrate'
import { prismaDir } from '@/lib/db/migrations'
import { withSchemaEngine } from '@/lib/db/schema-engine'
import { SqliteAdapter } from '@/lib/db/sqlite-adapter'

const filters = { externalTables: [], externalEnums: [] }

/** The SQL that leads from the newest migration to the models, or null when the two agree. */
export async function pendingMigration(): Promise<string | null> {
  const scratch = mkdtempSync(join(tmpdir(), 'jeton-migration-'))
  try {
    return await diffFromMigrations(new SqliteAdapter(join(scratch, 'scratch.db')), scratch)
  } finally {
    rmSync(scratch, { recursive: true })
  }
}

async function diffFromMigrations(adapter: SqliteAdapter, scratch: string): Promise<string | null> {
  const datamodel = readFileSync(join(prismaDir(), 'schema.prisma'), 'utf8')
  const models = [{ path: 'schema.prisma', content: datamodel }]
  await migrate(adapter)
  return withSchemaEngine(adapter, datamodel, async (engine) => {
    const current = await engine.introspect({
      schema: { files: models },
      baseDirectoryPath: scratch,
      compositeTypeDepth: -1,
      force: true,
      namespaces: null,
    })
    const { exitCode, stdout } = await engine.diff({
      from: { tag: 'schemaDatamodel', files: current.schema.files },
      to: { tag: 'schemaDatamodel', files: models },
      script: true,
      exitCode: true,
      filters,
    })
    return exitCode === 0 ? null : stdout
  })
}
