import { startPostgres } from '@/scripts/postgres.mjs'

/** With `JETON_TEST_DATABASE=postgresql`, the servers of these tests have their databases on a PostgreSQL of their own. */
export default async function start(): Promise<(() => Promise<void>) | undefined> {
  if (process.env.JETON_TEST_DATABASE !== 'postgresql') return undefined
  const postgres = await startPostgres({ flags: ['-c', 'fsync=off'] })
  process.env.JETON_TEST_POSTGRES = postgres.url()
  return () => postgres.remove()
}
