/** See postgres.mjs. */
export interface Postgres {
  port: number
  databaseDir: string
  /** The URL of a database of this server. */
  url: (database?: string) => string
  /** Runs a statement as the administrator, in any database of this server. @returns its rows */
  query: (
    sql: string,
    values?: unknown[],
    databaseUrl?: string,
  ) => Promise<Record<string, unknown>[]>
  /** @returns the URL of a new, empty database */
  createDatabase: () => Promise<string>
  start: () => Promise<void>
  stop: () => Promise<void>
  /** kill -9, of all its processes. */
  crash: () => Promise<void>
  /** Stops it, and removes its folder. */
  remove: () => Promise<void>
}

/** @param options.flags further settings of the server, such as `-c`, `fsync=off` */
export function startPostgres(options?: { flags?: string[] }): Promise<Postgres>

/** A server on a folder that holds a database's files; not started yet. */
export function serverIn(databaseDir: string, flags?: string[]): Promise<Postgres>

/** @param serverUrl of any database of the server @returns the URL of a new, empty one */
export function createDatabase(serverUrl: string): Promise<string>
