import { startPostgres } from '@/scripts/postgres.mjs'

/**
 * Global set-up. With `JETON_TEST_DATABASE=postgresql`, the servers of the tests get databases on a
 * PostgreSQL server that this function starts.
 * @returns a function that removes it
 */
export default async function start(): Promise<(() => Promise<void>) | undefined> {
  if (process.env.JETON_TEST_DATABASE !== 'postgresql') return undefined
  const postgres = await startPostgres({ flags: ['-c', 'fsync=off'] })
  process.env.JETON_TEST_POSTGRES = postgres.url()
  return () => postgres.remove()
}
