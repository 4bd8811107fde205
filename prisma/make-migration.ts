/*
 * npm run db:migration -- NAME: writes the migrations from the newest ones to schema.prisma, one
 * for each database. (`prisma migrate dev` needs a native engine and a shadow database; this uses
 * the same engine as WebAssembly.)
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Provider, providers } from '@/lib/db/database-url'
import { prismaDir } from '@/lib/db/migrations'
import { pendingMigration } from '@/prisma/pending-migration'

async function write(provider: Provider, folderName: string): Promise<string> {
  const sql = await pendingMigration(provider)
  if (sql === null) return `The migrations for ${provider} agree with the models: nothing to write.`
  const folder = join(prismaDir(), 'migrations', provider, folderName)
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'migration.sql'), sql)
  return `Wrote ${folder}/migration.sql. Read it before you commit it.`
}

async function main(name: string | undefined): Promise<void> {
  if (!name || !/^[a-z][a-z0-9_]*$/.test(name))
    throw new Error('Give a name in lower case, such as add_activity')
  const timestamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14)
  for (const provider of providers) console.log(await write(provider, `${timestamp}_${name}`))
}

await main(process.argv[2])
