import { db } from '@/lib/db/client'
import { readMigrations } from '@/lib/db/migrations'

/** @throws when the database cannot be asked @returns whether it holds every migration */
export async function isDatabaseReady(): Promise<boolean> {
  const applied = await db().$queryRaw<{ migration_name: string }[]>`
    SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`
  const names = new Set(applied.map((row) => row.migration_name))
  return readMigrations().migrationDirectories.every(({ path }) => names.has(path))
}
