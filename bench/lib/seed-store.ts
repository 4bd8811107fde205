/** A row, by column name. */
export type Row = Record<string, string | Date | null>

export type Table =
  | 'User'
  | 'ApiToken'
  | 'ApiTokenSecret'
  | 'Session'
  | 'Group'
  | 'GroupMember'
  | 'Service'
  | 'ServiceGroup'

/** An empty database to fill. It is discarded if that fails, so nothing has to be durable. */
export interface Store {
  /** Inserts rows into one table. All rows have the same columns. */
  add(table: Table, rows: Row[]): Promise<void>
  /** Builds the indexes, leaves the database in the state of one that is in use, and closes it. */
  close(): Promise<void>
}
