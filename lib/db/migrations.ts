import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { MigrationList } from '@prisma/schema-engine-wasm'
import type { Provider } from '@/lib/db/provider'

/** Where the models and their migrations lie: the product runs in its own folder. */
export const prismaDir = () => join(process.cwd(), 'prisma')

/** The models, which are written once, in the spelling for one of the databases. */
export function readModels(provider: Provider): string {
  const models = readText(join(prismaDir(), 'schema.prisma'))
  return models.replace('provider = "sqlite"', `provider = "${provider}"`)
}

/**
 * The migrations as they lie on disk, oldest first, the way the schema engine takes them. Git may have checked them out with other
 * line ends: a migration is the same with either.
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
