import { resolve } from 'node:path'
import { providerOf } from '@/lib/db/provider'
import { sqlitePath } from '@/lib/db/sqlite-path'
import type { Env } from '@/lib/env'
import { Refusal } from '@/lib/maintenance/refusal'

/** The one argument of a command. */
export function readFile(args: string[], command: string): string {
  const [file] = args
  if (args.length !== 1 || !file || file.startsWith('-'))
    throw new Refusal(`usage: npm run ${command} -- FILE`, 2)
  return resolve(file)
}

/** @returns the path of the database. @throws Refusal where it is a server's */
export function requireSqlite({ databaseUrl }: Env, instead: string): string {
  if (providerOf(databaseUrl) === 'sqlite') return sqlitePath(databaseUrl)
  throw new Refusal(`DATABASE_URL names a PostgreSQL server: use ${instead}`, 2)
}
