/** A row by its columns' names. */
export type Row = Record<string, string | Date | null>

/** A database that is filled from nothing. If this fails it is thrown away: nothing of it has to survive. */
export interface Store {
  /** Rows of one table, all with the same columns. */
  add(table: 'User' | 'ApiToken' | 'Session', rows: Row[]): Promise<void>
  /** Builds the indexes, and leaves the database as one that has been in use for some time. */
  close(): Promise<void>
}
