import type pg from 'pg'
import { kindOf, migrationsTable, type Table } from '@/cli/maintenance/store'
import type { Kind } from '@/cli/maintenance/values'

/**
 * Tables that only PostgreSQL has, or that belong to one database alone:
 * docs/decisions/0018-leases.md.
 */
export const ownTables = ['Coherence', 'Lease', migrationsTable]

const kinds: Record<string, Kind> = {
  text: 'text',
  enum: 'text',
  int2: 'integer',
  int4: 'integer',
  int8: 'integer',
  float8: 'real',
  bool: 'boolean',
  timestamp: 'time',
  timestamptz: 'time',
  jsonb: 'json',
  bytea: 'bytes',
}

export interface PostgresTable extends Table {
  /** The types to cast the text of each column to, by column name. */
  types: Map<string, string>
}

const columnsQuery = `
SELECT class.relname AS "table", attname AS "column", format_type(atttypid, atttypmod) AS "type",
  CASE typtype WHEN 'e' THEN 'enum' ELSE typname END AS "kind"
FROM pg_class class JOIN pg_attribute ON attrelid = class.oid JOIN pg_type ON pg_type.oid = atttypid
WHERE relnamespace = quote_ident(current_schema())::regnamespace AND relkind IN ('r', 'p') AND attnum > 0 AND NOT attisdropped
ORDER BY class.relname COLLATE "C", attname COLLATE "C"`

interface Column {
  table: string
  column: string
  type: string
  kind: string
}

export async function postgresTableNames(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<Column>(columnsQuery)
  return [...new Set(rows.map(({ table }) => table))]
}

/** Returns the tables of the Prisma models. */
export async function postgresTables(client: pg.Client): Promise<PostgresTable[]> {
  const { rows } = await client.query<Column>(columnsQuery)
  const tables = new Map<string, PostgresTable>()
  for (const { table: name, column, type, kind } of rows) {
    if (ownTables.includes(name)) continue
    const table: PostgresTable = tables.get(name) ?? { name, columns: [], types: new Map() }
    table.columns.push({ name: column, kind: kindOf(kinds, kind, `${name}.${column}`) })
    table.types.set(column, type)
    tables.set(name, table)
  }
  return [...tables.values()]
}
