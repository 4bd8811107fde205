import type { Kind, Row } from '@/cli/maintenance/values'

/** A table of the Prisma models, as read from a database's schema. Columns are ordered by name. */
export interface Table {
  name: string
  columns: { name: string; kind: Kind }[]
}

/**
 * The source or the target of a move: a database that no one else writes to while it is open. The
 * tables are read from the database's schema, so a table that is added to the models is moved
 * without a change here.
 */
export interface Store {
  /** Identifies the database in messages, without a password. */
  readonly name: string
  /** Whether the database has no tables at all, not even empty ones. */
  isEmpty(): Promise<boolean>
  /** Whether every migration has been applied. */
  isMigrated(): Promise<boolean>
  /**
   * Returns the fingerprints of its master keys: none without an installation, two during a
   * rotation.
   */
  fingerprints(): Promise<string[]>
  /** Applies all pending migrations. */
  migrate(): Promise<void>

  /**
   * Starts the one transaction of the move and keeps other writers out. Without `commit`, nothing
   * changes.
   */
  begin(): Promise<void>
  tables(): Promise<Table[]>
  count(table: Table): Promise<number>
  read(table: Table): AsyncIterable<Row[]>
  /** Allows rows in any order; `commit` checks the foreign keys. */
  relax(): Promise<void>
  write(table: Table, rows: Row[]): Promise<void>
  /** Removes an installation without any account. */
  removeUnclaimed(): Promise<void>
  /** Checks the foreign keys that `relax` has disabled, and commits. */
  commit(): Promise<void>

  close(): Promise<void>
}

/** Rows per batch. */
export const batchRows = 2_000

export const installationTable = 'Installation'
export const migrationsTable = '_prisma_migrations'
export const secretTable = 'Secret'

/**
 * @returns null where there is no installation. An earlier version stores one fingerprint in the
 * installation, and has no table of them
 */
export function fingerprintsQuery(tables: string[]): string | null {
  if (tables.includes(secretTable))
    return `SELECT "fingerprint" FROM "${secretTable}" ORDER BY "fingerprint"`
  if (!tables.includes(installationTable)) return null
  return `SELECT "secretFingerprint" AS "fingerprint" FROM "${installationTable}"`
}

/** Removes what a start creates: an installation without any account. */
export const removeUnclaimed = `
DELETE FROM "${installationTable}" WHERE "claimedAt" IS NULL;
DELETE FROM "${secretTable}" WHERE NOT EXISTS (SELECT 1 FROM "${installationTable}");`

/** @throws where the type of a column is not supported by a move */
export function kindOf(kinds: Record<string, Kind>, type: string, column: string): Kind {
  const kind = kinds[type]
  if (kind) return kind
  throw new Error(`A move does not know the type ${type} of ${column}: add it to cli/maintenance`)
}

export const quote = (name: string) => `"${name.replaceAll('"', '""')}"`
