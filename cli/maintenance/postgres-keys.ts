import type pg from 'pg'
import { quote } from '@/cli/maintenance/store'

const foreignKeys = `
SELECT class.relname AS "table", conname AS "name", pg_get_constraintdef(con.oid) AS "definition"
FROM pg_constraint con JOIN pg_class class ON class.oid = conrelid
WHERE contype = 'f' AND relnamespace = quote_ident(current_schema())::regnamespace ORDER BY conname`

const sequences = `
SELECT class.relname AS "table", attname AS "column", pg_get_serial_sequence(quote_ident(class.relname), attname) AS "sequence"
FROM pg_class class JOIN pg_attribute ON attrelid = class.oid
WHERE relnamespace = quote_ident(current_schema())::regnamespace AND relkind IN ('r', 'p') AND attnum > 0 AND NOT attisdropped
  AND pg_get_serial_sequence(quote_ident(class.relname), attname) IS NOT NULL`

interface ForeignKey {
  table: string
  name: string
  definition: string
}

/**
 * Drops the foreign keys, so that rows may come in any order and are checked all at once instead of
 * one by one.
 * @returns a function that restores them and so checks every row; call it in the same transaction
 */
export async function takeForeignKeys(client: pg.Client): Promise<() => Promise<void>> {
  const { rows } = await client.query<ForeignKey>(foreignKeys)
  for (const { table, name } of rows)
    await client.query(`ALTER TABLE ${quote(table)} DROP CONSTRAINT ${quote(name)}`)
  return async () => {
    for (const { table, name, definition } of rows)
      await client.query(`ALTER TABLE ${quote(table)} ADD CONSTRAINT ${quote(name)} ${definition}`)
  }
}

/**
 * Runs the triggers that wait for the commit: until they have run, no table can be altered. They
 * announce revocations to servers, and no server uses this database while it is written. The
 * setting marks all users as announced: an announcement for each of them would take long.
 */
export async function runDeferredTriggers(client: pg.Client): Promise<void> {
  await client.query(
    `SELECT set_config('jeton.announced', concat_ws(' ', pg_current_xact_id(), '*', current_schema()), TRUE)`,
  )
  await client.query('SET CONSTRAINTS ALL IMMEDIATE')
}

/** Advances each sequence past the values that were written. */
export async function advanceSequences(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ table: string; column: string; sequence: string }>(
    sequences,
  )
  for (const { table, column, sequence } of rows)
    await client.query(`SELECT setval($1, max(${quote(column)})) FROM ${quote(table)}`, [sequence])
}
