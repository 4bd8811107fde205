import { join, resolve } from 'node:path'
import { z } from 'zod'
import { SettingsError } from '@/lib/config/settings-error'
import { PostgresUrlError, parsePostgresUrl } from '@/lib/db/postgres/url'

export interface DatabaseSettings {
  dataDir: string
  /** A `file:` or a `postgresql:` URL. */
  databaseUrl: string
  /** The maximum number of PostgreSQL connections of this process, excluding the verifier's own. */
  databaseConnections: number
  /** Whether a process may cache PostgreSQL's answers while it holds a lease. */
  leases: 'on' | 'off'
}

const connections = z
  .string()
  .regex(/^[1-9]\d{0,3}$/, 'give a number of connections, from 1 to 9999')
  .transform(Number)

const sqliteUrl = /^file:(?!:memory:)[^?]+$/

const databaseUrl = z.string().transform((url, context) => {
  if (sqliteUrl.test(url)) return url
  const fault = /^postgres(ql)?:\/\//.test(url)
    ? faultOfPostgresUrl(url)
    : 'give a SQLite file, such as file:./data/jeton.db, or a server, such as postgresql://user:password@host/database'
  if (fault === null) return url
  context.addIssue(fault)
  return z.NEVER
})

function faultOfPostgresUrl(url: string): string | null {
  try {
    parsePostgresUrl(url)
    return null
  } catch (error) {
    if (error instanceof PostgresUrlError) return error.message
    throw error
  }
}

export const databaseVariables = z.object({
  DATABASE_URL: databaseUrl.optional(),
  JETON_DATABASE_CONNECTIONS: connections.default(10),
  JETON_DATA_DIR: z.string().default('./data'),
  JETON_LEASES: z.enum(['on', 'off'], { error: 'give on or off' }).default('off'),
})

/** @param folder the one that paths are relative to */
export function toDatabaseSettings(
  variables: z.output<typeof databaseVariables>,
  folder: string,
): DatabaseSettings {
  const dataDir = resolve(folder, variables.JETON_DATA_DIR)
  return {
    dataDir,
    databaseUrl: withAbsolutePath(
      variables.DATABASE_URL ?? `file:${join(dataDir, 'jeton.db')}`,
      folder,
    ),
    databaseConnections: variables.JETON_DATABASE_CONNECTIONS,
    leases: variables.JETON_LEASES,
  }
}

function withAbsolutePath(url: string, folder: string): string {
  const [, path] = /^file:(.*)$/s.exec(url) ?? []
  return path === undefined ? url : `file:${resolve(folder, path)}`
}

/**
 * @param folder the one that the path of a SQLite file is relative to
 * @returns the database URL; the path of a SQLite file is absolute
 * @throws SettingsError that says what is wrong, without showing any part of the URL
 */
export function parseDatabaseUrl(text: string, folder: string): string {
  const { data, error } = databaseUrl.safeParse(text)
  if (data !== undefined) return withAbsolutePath(data, folder)
  throw new SettingsError(error?.issues[0]?.message ?? 'not usable')
}
