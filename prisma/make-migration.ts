/*
 * npm run db:migration -- NAME: writes the migration that leads from the newest one to schema.prisma. (`prisma migrate dev`
 * needs a native engine and a shadow database; this asks the same engine as WebAssembly.)
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { prismaDir } from '@/lib/db/migrations'
import { pendingMigration } from '@/prisma/pending-migration'

async function main(name: string | undefined): Promise<string> {
  if (!name || !/^[a-z][a-z0-9_]*$/.test(name))
    throw new Error('Give a name in lower case, such as add_activity')
  const sql = await pendingMigration()
  if (sql === null) return 'The migrations agree with the models: nothing to write.'
  const timestamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14)
  const folder = join(prismaDir(), 'migrations', 'sqlite', `${timestamp}_${name}`)
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'migration.sql'), sql)
  return `Wrote ${folder}/migration.sql. Read it before you commit it.`
}

console.log(await main(process.argv[2]))
