import type pg from 'pg'
import { secretSource } from '@/lib/config/master-key-source'

/*
 * Advisory locks show which servers use a PostgreSQL schema. Every connection of a server holds two
 * shared locks, from before its first statement until it ends. No setting of a URL, a role or a
 * pooler can remove them, and everyone who may connect sees them in pg_locks. A command that needs
 * the schema to itself takes the first lock exclusively: then no connection of a server is left,
 * and none can be made.
 */

const lockNotAvailable = '55P03'

/**
 * The lock key has two parts: the purpose, and the schema, so that two installations in one
 * database do not conflict.
 */
const serverLock = `hashtext('jeton server'), hashtext($1)`

const share = `
SELECT pg_try_advisory_lock_shared(${serverLock}) AS "isOpen",
  pg_advisory_lock_shared(hashtext('jeton source ' || $1), hashtext($2))`

/** Connections of older versions, which have no such locks and are recognised by their name. */
const namedServers = `
SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name ~ '^jeton( |$)'`

const takeAlone = `
SELECT pg_try_advisory_lock(${serverLock}) AND NOT EXISTS (${namedServers}) AS "isAlone"`

const servedFromElsewhere = `
SELECT EXISTS (${namedServers} AND application_name <> 'jeton ' || $2) OR EXISTS (
  SELECT FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND classid = hashtext('jeton source ' || $1)::oid AND objid <> hashtext($2)::oid) AS "isElsewhere"`

/** A command has the database to itself. The error code marks the failure as temporary. */
class DatabaseTaken extends Error {
  readonly code = lockNotAvailable
}

/**
 * Takes the shared locks that identify a connection as one of a server.
 * @throws DatabaseTaken when a command has the schema to itself
 */
export async function serveSchema(client: pg.ClientBase, schema: string | null): Promise<void> {
  const { rows } = await client.query<{ isOpen: boolean }>(share, [schema ?? '', secretSource()])
  if (!rows[0]?.isOpen)
    throw new DatabaseTaken('the database is being moved: wait until that is done')
}

/**
 * Keeps all servers out of a schema until the connection ends.
 * @returns false when a server is still connected
 */
export async function keepServersOut(
  client: pg.ClientBase,
  schema: string | null,
): Promise<boolean> {
  const { rows } = await client.query<{ isAlone: boolean }>(takeAlone, [schema ?? ''])
  return rows[0]?.isAlone === true
}

/** Whether a server gets its master keys from another source than this process. */
export async function isServedFromElsewhere(
  client: pg.ClientBase,
  schema: string | null,
): Promise<boolean> {
  const { rows } = await client.query<{ isElsewhere: boolean }>(servedFromElsewhere, [
    schema ?? '',
    secretSource(),
  ])
  return rows[0]?.isElsewhere === true
}
