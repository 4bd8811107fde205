import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { clientOf, signIn, signUp } from '@/test/support/client'
import { sharedServer } from '@/test/support/shared-server'

/*
 * Revocations that belong together are announced as one, so that none waits long for those of
 * another user.
 */

const { address, databaseUrl } = sharedServer()
const call = clientOf(address)
const client = new pg.Client(databaseUrl)

beforeAll(() => client.connect())
afterAll(() => client.end())

async function makeSessions(email: string, count: number): Promise<void> {
  await client.query(
    `INSERT INTO "Session" ("id", "userId", "expiresAt")
     SELECT gen_random_uuid(), "id", now() + INTERVAL '9 days' FROM "User", generate_series(1, $2::int) WHERE "email" = $1`,
    [email, count],
  )
}

async function announced(work: () => Promise<unknown>): Promise<string[]> {
  const heard: string[] = []
  const listen = ({ payload = '' }) => heard.push(payload.split(' ')[1] ?? '')
  await client.query('LISTEN jeton_revoked')
  client.on('notification', listen)
  await work()
  await client.query('UNLISTEN jeton_revoked')
  client.off('notification', listen)
  return heard
}

test('a user who has 40,000 sessions ends all the others in one go, and it is announced once', async () => {
  const { email, authToken } = await signUp(call)
  await makeSessions(email, 40_000)
  const headers = { 'xc-auth': authToken }
  const { body: me } = await call('GET', '/api/v1/auth/user/me', { headers })
  const heard = await announced(async () => {
    expect((await call('DELETE', '/api/v1/sessions', { headers })).status).toBe(200)
  })
  expect(heard.filter((id) => id === me.id)).toHaveLength(1)
  const { body } = await call('GET', '/api/v1/sessions', { headers })
  expect(body.pageInfo.totalRows).toBe(1)
})

test('of two users whose sessions go in one transaction, each is announced', async () => {
  const people = await Promise.all([signUp(call), signUp(call)])
  const ids = await Promise.all(
    people.map(
      async ({ authToken }) =>
        (await call('GET', '/api/v1/auth/user/me', { headers: { 'xc-auth': authToken } })).body.id,
    ),
  )
  for (const { email } of people) await signIn(call, email)
  const heard = await announced(() =>
    client.query('DELETE FROM "Session" WHERE "userId" = ANY($1)', [ids]),
  )
  expect(new Set(heard.filter((id) => ids.includes(id)))).toEqual(new Set(ids))
})
