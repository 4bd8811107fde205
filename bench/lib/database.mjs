/*
 * The PostgreSQL server of a benchmark, with default durability. Counts its queries and measures
 * its CPU time.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { startPostgres } from '../../scripts/postgres.mjs'
import { instancesOf } from './instances.mjs'
import { busyMilliseconds } from './processes.mjs'

const countQueries = `
SELECT coalesce(sum(calls), 0)::float8 AS queries FROM pg_stat_statements
JOIN pg_database ON pg_database.oid = dbid WHERE datname = $1`

const countLeases = 'SELECT count(*)::int AS leases FROM "Lease"'

export async function startDatabase() {
  const postgres = await startPostgres({
    flags: ['-c', 'shared_preload_libraries=pg_stat_statements'],
  })
  await postgres.query('CREATE EXTENSION pg_stat_statements')
  return {
    remove: () => postgres.remove(),
    /** @returns the part of a data set that depends on this server */
    async create() {
      const url = await postgres.createDatabase()
      const database = new URL(url).pathname.slice(1)
      return {
        settings: { DATABASE_URL: url },
        observe: (server) => observe(postgres, database, server),
        leases: async () => (await postgres.query(countLeases, [], url))[0].leases,
      }
    },
  }
}

/**
 * @returns a function that returns the number of queries since this call, and the CPU time of the
 * database and of its clients in milliseconds
 */
async function observe(postgres, database, server) {
  const read = async () => ({
    queries: (await postgres.query(countQueries, [database]))[0].queries,
    databaseMs: busyMilliseconds(processId(postgres)),
    serverMs: instancesOf(server).reduce((sum, { pid }) => sum + busyMilliseconds(pid), 0),
  })
  const before = await read()
  return async () => {
    const after = await read()
    return Object.fromEntries(Object.keys(before).map((key) => [key, after[key] - before[key]]))
  }
}

function processId({ databaseDir }) {
  return Number(readFileSync(join(databaseDir, 'postmaster.pid'), 'utf8').split('\n')[0])
}
