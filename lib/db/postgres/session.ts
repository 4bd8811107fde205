import pg from 'pg'
import { parsePostgresUrl } from '@/lib/db/postgres/url'

/*
 * Settings that every new connection gets. Jeton depends on them, and a URL, an environment
 * variable, a role or a database may have others. They are set by statements, because a pooler such
 * as PgBouncer refuses most startup parameters.
 */

/**
 * How long connecting may take, unless the caller says otherwise, and then applying the settings.
 */
const connectTimeoutMs = 3_000

/**
 * - Times are compared as UTC, whatever the server's time zone is.
 * - Values have the formats that the drivers expect.
 * - A prepared statement keeps its generic plan: all of ours find their rows by an index, whatever
 *   their parameters are. Otherwise PostgreSQL would plan a query for a few tokens anew every time,
 *   which takes longer than the query, because it estimates a plan for any number of tokens as more
 *   expensive.
 * - No connection is closed for being idle, because its locks would end with it.
 * - Foreign keys and their cascades are enforced.
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

/**
 * The schema of the existing installation, or of a new one. This is the rule from before a URL
 * could name a schema.
 */
const schemaInSearchPath = `
coalesce((SELECT nspname FROM pg_namespace WHERE oid =
  (SELECT relnamespace FROM pg_class WHERE oid = to_regclass('"Coherence"'))), current_schema())`

/**
 * Returns the client configuration of a server's connection.
 * @param databaseUrl determines the endpoint and nothing else
 */
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
 * Applies the settings to a new connection.
 * @param statementTimeoutMs including time spent waiting; it limits this call, too; 0 for no limit
 * @returns the schema that its statements use; null when the role's search path names no existing
 * schema
 */
export async function beginSession(
  client: pg.ClientBase,
  databaseUrl: string,
  { statementTimeoutMs }: { statementTimeoutMs: number },
): Promise<string | null> {
  const { schema } = parsePostgresUrl(databaseUrl)
  const text = sessionScript(schema, { ...settings, statement_timeout: String(statementTimeoutMs) })
  const query = { text, query_timeout: statementTimeoutMs || connectTimeoutMs }
  // A script of several statements returns one result for each.
  const results = (await client.query(query)) as unknown as pg.QueryResult<{
    schema: string | null
  }>[]
  return results.at(-1)?.rows[0]?.schema ?? null
}

/**
 * Skips settings that this version of PostgreSQL lacks, or that already have the wanted value: some
 * can be changed by a superuser only. A commit waits for the disk before it is acknowledged; the
 * operator decides whether it waits for more than that.
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
