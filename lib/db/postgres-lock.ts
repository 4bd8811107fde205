import pg from 'pg'
import { connectionSettings } from '@/lib/db/postgres-pool'

/** Any number that nobody else's lock has. */
export const lockId = 0x6a65746f

/** Does something while no other process does it on the same database. The lock ends with its connection, however that ends. */
export async function withPostgresLock<T>(databaseUrl: string, work: () => Promise<T>): Promise<T> {
  const client = new pg.Client(connectionSettings(databaseUrl))
  // Cut in the middle: what the work asks fails too, and says so.
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query('SELECT pg_advisory_lock($1)', [lockId])
    return await work()
  } finally {
    await client.end()
  }
}
