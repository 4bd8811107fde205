import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils'
import type { Provider } from '@/lib/db/database-url'
import { migrate } from '@/lib/db/migrate'
import { readModels } from '@/lib/db/migrations'
import { withSchemaEngine } from '@/lib/db/schema-engine'
import { SqliteAdapter } from '@/lib/db/sqlite/adapter'
import { IntrospectablePostgres } from '@/prisma/introspectable-postgres'
import { startPostgres } from '@/scripts/postgres.mjs'

const filters = { externalTables: [], externalEnums: [] }

/**
 * Tables that only one of the databases has, and that are not in Prisma's models: see
 * docs/decisions/0018-leases.md and 0024-what-a-commit-changed.md.
 */
const ownTables = /^model (Coherence|Lease|RevocationNonce) \{[^}]*\}\n*/gm

/** Returns the SQL from a database's newest migration to the models, or null when the two agree. */
export async function pendingMigration(provider: Provider): Promise<string | null> {
  const scratch = mkdtempSync(join(tmpdir(), 'jeton-migration-'))
  try {
    if (provider === 'sqlite')
      return await pendingIn(new SqliteAdapter(join(scratch, 'scratch.db')), provider)
    return await pendingInPostgres()
  } finally {
    rmSync(scratch, { recursive: true })
  }
}

async function pendingInPostgres(): Promise<string | null> {
  const server = await startPostgres()
  const adapter = new IntrospectablePostgres(await server.createDatabase())
  try {
    return await pendingIn(adapter, 'postgresql')
  } finally {
    await adapter.close()
    await server.remove()
  }
}

async function pendingIn(
  adapter: SqlMigrationAwareDriverAdapterFactory,
  provider: Provider,
): Promise<string | null> {
  const models = [{ path: 'schema.prisma', content: readModels(provider) }]
  await migrate(adapter, provider)
  return withSchemaEngine(adapter, readModels(provider), async (engine) => {
    const current = await engine.introspect({
      schema: { files: models },
      baseDirectoryPath: tmpdir(),
      compositeTypeDepth: -1,
      force: true,
      namespaces: null,
    })
    const files = current.schema.files.map(({ path, content }) => ({
      path,
      content: content.replace(ownTables, ''),
    }))
    const { exitCode, stdout } = await engine.diff({
      from: { tag: 'schemaDatamodel', files },
      to: { tag: 'schemaDatamodel', files: models },
      script: true,
      exitCode: true,
      filters,
    })
    return exitCode === 0 ? null : stdout
  })
}
