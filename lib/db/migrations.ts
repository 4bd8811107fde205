import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { MigrationList } from '@prisma/schema-engine-wasm'
import type { Provider } from '@/lib/db/database-url'

/**
 * Returns the folder of the models and migrations. The process runs in the product's own folder.
 */
export const prismaDir = () => join(process.cwd(), 'prisma')

/** Returns the models, which are written once, with the provider of the given database. */
export function readModels(provider: Provider): string {
  const models = readText(join(prismaDir(), 'schema.prisma'))
  return models.replace('provider = "sqlite"', `provider = "${provider}"`)
}

/**
 * Returns the migrations on disk, oldest first, in the schema engine's format. Git may have checked
 * them out with other line ends, which do not change a migration.
 */
export function readMigrations(provider: Provider): MigrationList {
  const baseDir = join(prismaDir(), 'migrations', provider)
  const names = readdirSync(baseDir).filter((name) =>
    existsSync(join(baseDir, name, 'migration.sql')),
  )
  return {
    baseDir,
    lockfile: { path: 'migration_lock.toml', content: `provider = "${provider}"\n` },
    shadowDbInitScript: '',
    migrationDirectories: names.sort().map((path) => ({
      path,
      migrationFile: {
        path: 'migration.sql',
        content: { tag: 'ok', value: readText(join(baseDir, path, 'migration.sql')) },
      },
    })),
  }
}

const readText = (file: string) => readFileSync(file, 'utf8').replaceAll('\r\n', '\n')
