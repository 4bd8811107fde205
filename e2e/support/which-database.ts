import { build } from '@/test/support/build'
import { preparePostgres, prepareSqlite } from '@/test/support/prepared-database'

/**
 * Global set-up: builds what is out of date, and prepares the database that the servers of the
 * tests get copies of. With `JETON_TEST_DATABASE=postgresql` it is on a PostgreSQL server that this
 * function starts.
 * @returns a function that removes it
 */
export default async function start(): Promise<() => Promise<void>> {
  build()
  const isPostgres = process.env.JETON_TEST_DATABASE === 'postgresql'
  const { prepared, postgres, remove } = await (isPostgres ? preparePostgres() : prepareSqlite())
  process.env.JETON_TEST_PREPARED = prepared
  if (postgres) process.env.JETON_TEST_POSTGRES = postgres.url()
  return remove
}
