import type pg from 'pg'
import { secretSource } from '@/lib/config/master-key-source'

/*
 * Who serves a PostgreSQL schema is told by advisory locks: every connection of a server shares two, from before its first statement until it
 * ends. Nothing that a URL, a role or a pooler sets can take them away, and whoever may connect sees them in pg_locks. A command that needs
 * the schema to itself takes the first one alone: then no connection of a server is left, and none can be made.
 */

const lockNotAvailable = '55P03'

/** Two numbers: what the lock is for, and the schema, so that two installations in one database do not meet. */
const serverLock = `hashtext('jeton server'), hashtext($1)`

const share = `
SELECT pg_try_advisory_lock_shared(${serverLock}) AS "isOpen",
  pg_advisory_lock_shared(hashtext('jeton source ' || $1), hashtext($2))`

/** Servers of versions before these locks had names. */
const namedServers = `
SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name ~ '^jeton( |$)'`

const takeAlone = `
SELECT pg_try_advisory_lock(${serverLock}) AND NOT EXISTS (${namedServers}) AS "isAlone"`

const servedFromElsewhere = `
SELECT EXISTS (${namedServers} AND application_name <> 'jeton ' || $2) OR EXISTS (
  SELECT FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND classid = hashtext('jeton source ' || $1)::oid AND objid <> hashtext($2)::oid) AS "isElsewhere"`

/** A command has the database to itself. Its code says that it is to be tried again later. */
class DatabaseTaken extends Error {
  readonly code = lockNotAvailable
}

/**
 * Makes a connection one of a server's.
 * @throws where a command has the schema to itself
 */
export async function serveSchema(client: pg.ClientBase, schema: string | null): Promise<void> {
  const { rows } = await client.query<{ isOpen: boolean }>(share, [schema ?? '', secretSource()])
  if (!rows[0]?.isOpen)
    throw new DatabaseTaken('the database is being moved: wait until that is done')
}

/** Keeps every server away from a schema, until the connection ends. @returns whether none is left */
export async function keepServersOut(
  client: pg.ClientBase,
  schema: string | null,
): Promise<boolean> {
  const { rows } = await client.query<{ isAlone: boolean }>(takeAlone, [schema ?? ''])
  return rows[0]?.isAlone === true
}

/** Whether a server has its secrets from another place than this process. */
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
