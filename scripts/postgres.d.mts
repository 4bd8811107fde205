/** See postgres.mjs. */
export interface Postgres {
  port: number
  databaseDir: string
  /** The URL of a database of this server. */
  url: (database?: string) => string
  /** Runs a statement as the administrator. @returns its rows */
  query: (sql: string, values?: unknown[]) => Promise<Record<string, unknown>[]>
  /** @returns the URL of a new, empty database */
  createDatabase: (name?: string) => Promise<string>
  start: () => Promise<void>
  stop: () => Promise<void>
  /** Stops it, and removes its folder. */
  remove: () => Promise<void>
}

/** @param options.flags further settings of the server, such as `-c`, `fsync=off` */
export function startPostgres(options?: { flags?: string[] }): Promise<Postgres>
