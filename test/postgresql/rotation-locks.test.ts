import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PostgresRotation } from '@/cli/maintenance/postgres-rotation'
import { createDatabase } from '@/scripts/postgres.mjs'

/*
 * The last step of a rotation deletes sessions and locks the tables of tokens. Transactions of
 * servers lock the same in either order. None of them may end in a deadlock.
 */

let url: string
let rotation: PostgresRotation
let server: pg.Client

beforeAll(async () => {
  url = await createDatabase(process.env.JETON_TEST_POSTGRES ?? '', process.env.JETON_TEST_PREPARED)
  rotation = await PostgresRotation.open(url)
  server = new pg.Client(url)
  await server.connect()
  await server.query(`
    INSERT INTO "Secret" VALUES ('old'), ('new');
    INSERT INTO "User" ("id", "email", "passwordHash", "updatedAt") VALUES ('ada', 'ada', '', now())`)
})
afterAll(async () => {
  await server?.end()
  await rotation?.close()
})

const lockSession = `DELETE FROM "Session" WHERE "id" = 'of ada'`
const lockTokens = `INSERT INTO "ApiToken" ("id", "userId", "name", "hint") VALUES ('token', 'ada', 'deploy', '')`

/** Resolves when a transaction of this database waits for a lock. */
async function somebodyWaits(): Promise<void> {
  const waiting = `
    SELECT count(*)::int AS count FROM pg_stat_activity
    WHERE "wait_event_type" = 'Lock' AND "datname" = current_database()`
  const observer = new pg.Client(url)
  await observer.connect()
  while ((await observer.query<{ count: number }>(waiting)).rows[0]?.count === 0);
  await observer.end()
}

test.each([
  ['a token and then its session', [lockTokens, lockSession]],
  ['a session and then a token', [lockSession, lockTokens]],
])('the end of a rotation gives way to a transaction that locks %s', async (_, [first, second]) => {
  await server.query(`
    DELETE FROM "ApiToken"; DELETE FROM "Session";
    INSERT INTO "Secret" VALUES ('old') ON CONFLICT DO NOTHING;
    INSERT INTO "Session" ("id", "userId", "expiresAt") VALUES ('of ada', 'ada', now() + INTERVAL '1 day')`)
  await server.query('BEGIN')
  await server.query(first ?? '')
  const finished = rotation.finish('new', new Date(Date.now() + 86_400_000))
  await somebodyWaits()
  await server.query(second ?? '')
  await server.query(`DELETE FROM "ApiToken"; COMMIT`)
  expect(await finished).toBe(true)
  expect(await rotation.keysInUse()).toEqual(['new'])
})
