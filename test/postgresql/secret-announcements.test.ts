import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { migrate } from '@/lib/db/migrate'
import { PostgresAdapter } from '@/lib/db/postgres/adapter'
import { createDatabase } from '@/scripts/postgres.mjs'

/*
 * A change of what is stored of a token's secret is announced where it revokes something, and not
 * at the end of a rotation, where each token keeps a row: docs/decisions/0018-leases.md.
 */

let client: pg.Client

beforeAll(async () => {
  const url = await createDatabase(process.env.JETON_TEST_POSTGRES ?? '')
  const pool = new pg.Pool({ connectionString: url })
  await migrate(new PostgresAdapter(pool), 'postgresql')
  await pool.end()
  client = new pg.Client(url)
  await client.connect()
  await client.query(`INSERT INTO "Secret" VALUES ('old'), ('new'), ('next'); LISTEN jeton_revoked`)
})
afterAll(() => client.end())

beforeEach(() =>
  client.query(`
    DELETE FROM "User";
    INSERT INTO "User" ("id", "email", "passwordHash", "updatedAt")
      SELECT name, name, '', now() FROM unnest(ARRAY['ada', 'bob']) AS names (name);
    INSERT INTO "ApiToken" ("id", "userId", "name", "hint")
      SELECT 'token of ' || "id", "id", 'deploy', '' FROM "User";
    INSERT INTO "ApiTokenSecret"
      SELECT "userId" || ' ' || "fingerprint", "ApiToken"."id", '', "fingerprint" FROM "ApiToken", "Secret"
      WHERE "fingerprint" <> 'next'`),
)

const everybody = ''

/** @returns the users that a change is announced for, each of them once */
async function announced(sql: string): Promise<string[]> {
  const heard: string[] = []
  const listen = ({ payload = '' }) => heard.push(payload.split(' ')[1] ?? '')
  await client.query('SELECT 1')
  client.on('notification', listen)
  await client.query(sql)
  await client.query('SELECT 1')
  client.off('notification', listen)
  return [...new Set(heard)].sort()
}

const deleteOld = `DELETE FROM "ApiTokenSecret" WHERE "keyFingerprint" = 'old'`

test.each([
  ['the rows of one of two master keys', deleteOld, []],
  [
    'all rows of one token',
    `DELETE FROM "ApiTokenSecret" WHERE "tokenId" = 'token of ada'`,
    ['ada'],
  ],
  ['all rows of all tokens', 'DELETE FROM "ApiTokenSecret"', ['ada', 'bob']],
  [
    'the rows of one key, and then a token',
    `BEGIN; ${deleteOld}; DELETE FROM "ApiToken" WHERE "userId" = 'ada'; COMMIT`,
    ['ada'],
  ],
  [
    'the rows of one key, and then those of the other',
    `BEGIN; ${deleteOld}; DELETE FROM "ApiTokenSecret" WHERE "digest" = 'ada new'; COMMIT`,
    ['ada'],
  ],
  ['a token, by its user', `DELETE FROM "User" WHERE "id" = 'ada'`, ['ada']],
  ['a table', 'TRUNCATE "ApiTokenSecret"', [everybody]],
])('deleting %s', async (_, sql, users) => {
  expect(await announced(sql)).toEqual(users)
})

test.each([
  ['digest', `"digest" = 'x' WHERE "digest" = 'ada new'`],
  ['token', `"tokenId" = 'token of bob', "keyFingerprint" = 'next' WHERE "digest" = 'ada new'`],
])('changing the %s of a row', async (_, change) => {
  expect(await announced(`UPDATE "ApiTokenSecret" SET ${change}`)).toEqual([everybody])
})

test('a change that no look-up reports is not announced', async () => {
  expect(await announced(`UPDATE "ApiTokenSecret" SET "sealed" = 'x'`)).toEqual([])
  expect(await announced(`UPDATE "ApiToken" SET "useCount" = 1`)).toEqual([])
})

test('for somebody who has turned triggers off, too', async () => {
  await client.query('SET session_replication_role = replica')
  const heard = await announced(`DELETE FROM "ApiTokenSecret" WHERE "tokenId" = 'token of ada'`)
  await client.query('RESET session_replication_role')
  expect(heard).toEqual(['ada'])
})
