import pg from 'pg'
import { parsePostgresUrl } from '@/lib/db/postgres/url'

/*
 * What a connection is given as soon as it is made. The product rests on these settings, and a URL, an environment variable, a role or a
 * database may have others. They are set by statements: a pooler such as PgBouncer refuses most start-up parameters.
 */

/** How long a connection may take to be made, and to be given its settings, before the database counts as away. */
const connectTimeoutMs = 3_000

/**
 * Times are compared as UTC, whatever the server's own zone is. Values are read in the spellings that the drivers expect. A prepared
 * statement keeps its plan: all of ours find their rows by an index, whatever is asked for. Left to itself, PostgreSQL would plan a look-up
 * of a few tokens anew every time, which takes longer than the look-up, as it takes a plan for any number of tokens for a dearer one.
 * No connection is ended for being idle: the locks that it holds would end with it. Foreign keys and their cascades are at work.
 */
const settings = {
  timezone: 'UTC',
  datestyle: 'ISO, MDY',
  intervalstyle: 'postgres',
  bytea_output: 'hex',
  client_encoding: 'UTF8',
  standard_conforming_strings: 'on',
  extra_float_digits: '1',
  array_nulls: 'on',
  plan_cache_mode: 'force_generic_plan',
  default_transaction_isolation: 'read committed',
  session_replication_role: 'origin',
  lock_timeout: '0',
  idle_in_transaction_session_timeout: '0',
  idle_session_timeout: '0',
  transaction_timeout: '0',
}

/** Where the installation is, or where a new one goes: as it was before a URL could name a schema. */
const schemaInSearchPath = `
coalesce((SELECT nspname FROM pg_namespace WHERE oid =
  (SELECT relnamespace FROM pg_class WHERE oid = to_regclass('"Coherence"'))), current_schema())`

/** @param databaseUrl may say where to connect, and nothing else of how */
export function connectionSettings(databaseUrl: string): pg.ClientConfig {
  return {
    ...parsePostgresUrl(databaseUrl).endpoint,
    connectionTimeoutMillis: connectTimeoutMs,
    keepAlive: true,
    client_encoding: 'UTF8',
    application_name: 'jeton-server',
  }
}

/**
 * Gives a new connection its settings.
 * @param statementTimeoutMs 0 where a statement may take, or wait, as long as it does
 * @returns the schema that its statements work in; null where the search path of the role names none that there is
 */
export async function beginSession(
  client: pg.ClientBase,
  databaseUrl: string,
  { statementTimeoutMs }: { statementTimeoutMs: number },
): Promise<string | null> {
  const { schema } = parsePostgresUrl(databaseUrl)
  const text = sessionScript(schema, { ...settings, statement_timeout: String(statementTimeoutMs) })
  const query = { text, query_timeout: connectTimeoutMs }
  // A script of several statements is answered by as many results.
  const results = (await client.query(query)) as unknown as pg.QueryResult<{
    schema: string | null
  }>[]
  return results.at(-1)?.rows[0]?.schema ?? null
}

/**
 * A setting that this version of PostgreSQL does not have, or that is as it should be, is passed over: some may be changed by a superuser
 * alone. A commit waits for the disk before it is acknowledged; how much more it waits for is the operator's choice.
 */
function sessionScript(schema: string | null, wanted: Record<string, string>): string {
  const rows = Object.entries(wanted).map(([name, value]) => `('${name}', '${value}')`)
  const named = schema === null ? null : pg.escapeLiteral(schema)
  return `
SELECT set_config(name, value, false) FROM (VALUES ${rows.join(', ')}) AS wanted (name, value)
WHERE current_setting(name, true) <> value;
SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off';
SELECT set_config('search_path', quote_ident(${named ?? schemaInSearchPath}), false);
SELECT coalesce(${named ?? 'NULL'}, current_schema()) AS "schema"`
}
