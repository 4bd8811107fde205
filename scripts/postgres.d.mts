/** See postgres.mjs. */
export interface Postgres {
  port: number
  databaseDir: string
  /** Returns the URL of a database on this server. */
  url: (database?: string) => string
  /**
   * Runs a statement as the administrator, in any database of this server.
   * @returns its rows
   */
  query: (
    sql: string,
    values?: unknown[],
    databaseUrl?: string,
  ) => Promise<Record<string, unknown>[]>
  /**
   * Creates an empty database.
   * @returns its URL
   */
  createDatabase: () => Promise<string>
  start: () => Promise<void>
  stop: () => Promise<void>
  /** Kills all its processes with SIGKILL. */
  crash: () => Promise<void>
  /** Stops it and removes its folder. */
  remove: () => Promise<void>
}

/**
 * Starts a server in a new folder.
 * @param options.flags further settings of the server, such as `-c`, `fsync=off`
 */
export function startPostgres(options?: { flags?: string[] }): Promise<Postgres>

/** Returns a server for a folder with a database's files. It is not started yet. */
export function serverIn(databaseDir: string, flags?: string[]): Promise<Postgres>

/**
 * Creates a database.
 * @param serverUrl the URL of another database on the server
 * @param template the name of a database to copy, which nobody uses; without it, the new one is
 *   empty
 * @returns the URL of the new database
 */
export function createDatabase(serverUrl: string, template?: string): Promise<string>

/**
 * Runs a statement in a database.
 * @returns its rows
 */
export function query(
  url: string,
  sql: string,
  values?: unknown[],
): Promise<Record<string, unknown>[]>
