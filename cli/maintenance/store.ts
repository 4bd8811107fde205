import type { Kind, Row } from '@/cli/maintenance/values'

/** A table of the models, as a database tells it. Columns come in the order of their names. */
export interface Table {
  name: string
  columns: { name: string; kind: Kind }[]
}

/**
 * One end of a move: a database that nobody else writes to while it is open. The tables are the database's own word, not a list that
 * somebody keeps: one that is added to the models is moved.
 */
export interface Store {
  /** In words, without a password. */
  readonly name: string
  /** Whether there is nothing in it at all, not even an empty table. */
  isEmpty(): Promise<boolean>
  /** Whether it holds every migration. */
  isMigrated(): Promise<boolean>
  /** The fingerprints of the secrets that it was made with: none where it is no installation yet, and two while the secret is rotated. */
  fingerprints(): Promise<string[]>
  /** Brings it to the newest migration. */
  migrate(): Promise<void>

  /** From here on everything belongs to one transaction, and nobody else writes. What is not committed never was. */
  begin(): Promise<void>
  tables(): Promise<Table[]>
  count(table: Table): Promise<number>
  read(table: Table): AsyncIterable<Row[]>
  /** Lets rows come in any order: what refers to a row is checked when everything is there. */
  relax(): Promise<void>
  write(table: Table, rows: Row[]): Promise<void>
  /** Removes an installation that nobody has signed up to. */
  removeUnclaimed(): Promise<void>
  /** Checks what `relax` had left unchecked, and commits. */
  commit(): Promise<void>

  close(): Promise<void>
}

/** Rows that are read, and written, together. */
export const batchRows = 2_000

export const installationTable = 'Installation'
export const migrationsTable = '_prisma_migrations'
export const secretTable = 'Secret'

/** @returns null where there is no installation. One of an earlier version has one secret, and no table of them */
export function fingerprintsQuery(tables: string[]): string | null {
  if (tables.includes(secretTable))
    return `SELECT "fingerprint" FROM "${secretTable}" ORDER BY "fingerprint"`
  if (!tables.includes(installationTable)) return null
  return `SELECT "secretFingerprint" AS "fingerprint" FROM "${installationTable}"`
}

/** What a start makes: an installation that nobody has signed up to. */
export const removeUnclaimed = `
DELETE FROM "${installationTable}" WHERE "claimedAt" IS NULL;
DELETE FROM "${secretTable}" WHERE NOT EXISTS (SELECT 1 FROM "${installationTable}");`

/** @throws where a column is of a type that nobody has thought about here */
export function kindOf(kinds: Record<string, Kind>, type: string, column: string): Kind {
  const kind = kinds[type]
  if (kind) return kind
  throw new Error(`A move does not know the type ${type} of ${column}: add it to cli/maintenance`)
}

export const quote = (name: string) => `"${name.replaceAll('"', '""')}"`
