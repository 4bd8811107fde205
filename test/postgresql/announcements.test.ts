import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { clientOf, createToken, signIn, signUp } from '@/test/support/client'
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

/** @returns the users whom `work` and others announced meanwhile, and by which connection */
async function announced(work: () => Promise<unknown>): Promise<{ id: string; by: number }[]> {
  const heard: { id: string; by: number }[] = []
  const listen = ({ payload = '', processId: by }: pg.Notification) =>
    heard.push({ id: payload.split(' ')[1] ?? '', by })
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
  expect(heard.filter(({ id }) => id === me.id)).toHaveLength(1)
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
  expect(new Set(heard.map(({ id }) => id).filter((id) => ids.includes(id)))).toEqual(new Set(ids))
})

/**
 * Runs a statement, and returns what it has announced. Other tests change services in the same
 * database meanwhile.
 */
async function announcedBy(statement: string, parameters: unknown[]): Promise<string[]> {
  const { rows } = await client.query('SELECT pg_backend_pid() AS own')
  const heard = await announced(() => client.query(statement, parameters))
  return heard.filter(({ by }) => by === rows[0].own).map(({ id }) => id)
}

/** Everybody's cached results are invalid, and so are cached rules. */
const everybody = ''

test('a change of what verification knows of services is announced, to whom it concerns', async () => {
  const { authToken } = await signUp(call)
  const { body: me } = await call('GET', '/api/v1/auth/user/me', {
    headers: { 'xc-auth': authToken },
  })
  const token = await createToken(call, authToken, 'listed')
  const [groupId, serviceId] = [randomUUID(), randomUUID()]
  const versionOf = async () =>
    (await client.query('SELECT "rulesVersion" FROM "Coherence"')).rows[0].rulesVersion
  const changes: [statement: string, parameters: string[], concerns: string][] = [
    ['INSERT INTO "GroupMember" VALUES ($1, $2, $3)', [me.id, groupId, 'owner'], me.id],
    [`UPDATE "GroupMember" SET "source" = 'provider' WHERE "userId" = $1`, [me.id], everybody],
    ['INSERT INTO "Service" ("id", "name", "title") VALUES ($1, $1, $1)', [serviceId], everybody],
    [`UPDATE "Service" SET "access" = 'groups' WHERE "id" = $1`, [serviceId], everybody],
    ['INSERT INTO "ServiceGroup" VALUES ($1, $2)', [serviceId, groupId], everybody],
    [`UPDATE "Group" SET "name" = 'new' WHERE "id" = $1`, [groupId], everybody],
    ['INSERT INTO "ApiTokenService" VALUES ($1, $2)', [token.id, serviceId], me.id],
    ['UPDATE "ApiToken" SET "hasServiceList" = TRUE WHERE "id" = $1', [token.id], me.id],
    ['DELETE FROM "ApiTokenService" WHERE "tokenId" = $1', [token.id], me.id],
    ['DELETE FROM "Group" WHERE "id" = $1', [groupId], everybody],
    ['DELETE FROM "Service" WHERE "id" = $1', [serviceId], everybody],
  ]
  await client.query('INSERT INTO "Group" ("id", "name", "key") VALUES ($1, $1, $1)', [groupId])
  for (const [statement, parameters, concerns] of changes) {
    const before = await versionOf()
    expect([statement, await announcedBy(statement, parameters)]).toEqual([statement, [concerns]])
    if (concerns === everybody) expect(await versionOf()).not.toBe(before)
  }
})

test('a use that is written is announced to nobody', async () => {
  const id = randomUUID()
  await client.query('INSERT INTO "Service" ("id", "name", "title") VALUES ($1, $1, $1)', [id])
  const used = `UPDATE "Service" SET "useCount" = 7, "lastUsedAt" = now(), "title" = 'Wiki' WHERE "id" = $1`
  expect(await announcedBy(used, [id])).toEqual([])
})

test('a group of 2,000 that is deleted is announced once', async () => {
  const id = randomUUID()
  await client.query('INSERT INTO "Group" ("id", "name", "key") VALUES ($1, $1, $1)', [id])
  await client.query(
    `INSERT INTO "User" ("id", "email", "passwordHash", "updatedAt")
     SELECT $1 || n, $1 || n, '', now() FROM generate_series(1, 2000) n`,
    [id],
  )
  await client.query(
    `INSERT INTO "GroupMember" SELECT "id", $1, 'owner' FROM "User" WHERE "email" LIKE $1 || '%'`,
    [id],
  )
  expect(await announcedBy('DELETE FROM "Group" WHERE "id" = $1', [id])).toEqual([everybody])
})
