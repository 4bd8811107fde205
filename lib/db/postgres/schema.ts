import pg from 'pg'
import { SettingsError } from '@/lib/config/settings-error'
import { isMigrated, migrate } from '@/lib/db/migrate'
import { PostgresAdapter } from '@/lib/db/postgres/adapter'
import { type CommandConnection, commandSettings } from '@/lib/db/postgres/lock'
import { beginSession } from '@/lib/db/postgres/session'

const insufficientPrivilege = '42501'

const mayCreateTables = `
SELECT current_user AS role, has_schema_privilege($1, 'CREATE') AS "isAllowed" FROM pg_namespace WHERE nspname = $1`

/** Prisma's engine locks the whole database, and waits at most ten seconds for its lock. */
const takeMigrationLock = `SELECT pg_advisory_lock(hashtext('jeton migration'), 0)`

/**
 * Applies all pending migrations, and creates the schema if it is missing.
 * @param connection holds the lock that prevents concurrent migrations
 * @throws SettingsError with a message for people
 */
export async function migratePostgres(
  databaseUrl: string,
  connection: CommandConnection,
): Promise<void> {
  if (connection.schema === null)
    throw new SettingsError(
      'the search path of its role names no schema that there is: name one, such as ?schema=jeton',
    )
  // The engine does not release its lock: the lock ends with the connections of this pool.
  const pool = new pg.Pool({
    ...commandSettings(databaseUrl),
    async onConnect(client) {
      await beginSession(client, databaseUrl, { statementTimeoutMs: 0 })
    },
  })
  pool.on('error', () => {})
  try {
    const adapter = new PostgresAdapter(pool)
    // A role without the right to create tables may still serve existing ones.
    if (await isMigrated(adapter, 'postgresql')) return
    await prepareSchema(connection.client, connection.schema)
    await connection.client.query(takeMigrationLock)
    await migrate(adapter, 'postgresql')
  } finally {
    await pool.end()
  }
}

async function prepareSchema(client: pg.Client, schema: string): Promise<void> {
  const { rows } = await client.query<{ role: string; isAllowed: boolean }>(mayCreateTables, [
    schema,
  ])
  const [found] = rows
  if (!found) return createSchema(client, schema)
  if (found.isAllowed) return
  throw new SettingsError(
    `the role "${found.role}" may not create tables in the schema "${schema}": GRANT CREATE ON SCHEMA ${pg.escapeIdentifier(schema)} TO ${pg.escapeIdentifier(found.role)}, or name a schema of its own, such as ?schema=jeton`,
  )
}

async function createSchema(client: pg.Client, schema: string): Promise<void> {
  const name = pg.escapeIdentifier(schema)
  try {
    await client.query(`CREATE SCHEMA ${name}`)
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || error.code !== insufficientPrivilege) throw error
    throw new SettingsError(
      `the role may not create the schema "${schema}": have it made by CREATE SCHEMA ${name} AUTHORIZATION followed by the role`,
    )
  }
}
