import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { MigrationList } from '@prisma/schema-engine-wasm'
import type { Provider } from '@/lib/db/provider'

/** Where the models and their migrations lie: the product runs in its own folder. */
export const prismaDir = () => join(process.cwd(), 'prisma')

/** The models, which are written once, in the spelling for one of the databases. */
export function readModels(provider: Provider): string {
  const models = readFileSync(join(prismaDir(), 'schema.prisma'), 'utf8')
  return models.replace('provider = "sqlite"', `provider = "${provider}"`)
}

/** The migrations as they lie on disk, oldest first, the way the schema engine takes them. */
export function readMigrations(provider: Provider): MigrationList {
  const baseDir = join(prismaDir(), 'migrations', provider)
  const names = readdirSync(baseDir).filter((name) => existsSync(join(baseDir, name, 'migration.sql')))
  return {
    baseDir,
    lockfile: { path: 'migration_lock.toml', content: `provider = "${provider}"\n` },
    shadowDbInitScript: '',
    migrationDirectories: names.sort().map((path) => ({
      path,
      migrationFile: {
        path: 'migration.sql',
        content: { tag: 'ok', value: readFileSync(join(baseDir, path, 'migration.sql'), 'utf8') },
      },
    })),
  }
}
