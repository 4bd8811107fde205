import { expect, test } from 'vitest'
import { maxSessions } from '@/lib/sessions/session'
import { type Answer, clientOf, signIn, signUp } from '@/test/support/client'
import { changeDatabase } from '@/test/support/database'
import { sharedServer } from '@/test/support/shared-server'

/*
 * When a stolen session ends, the requests that the thief has made with it and that still wait have
 * no effect.
 */

const server = sharedServer()
const call = clientOf(server.address)

/** Sends creates that wait in a queue. */
const createMany = (authToken: string, count: number): Promise<Answer[]> =>
  Promise.all(
    Array.from({ length: count }, (_, i) =>
      call('POST', '/api/v1/tokens', {
        headers: { 'xc-auth': authToken },
        json: { name: `mine ${i}` },
      }),
    ),
  )

test('of creates that wait in line, none makes a token once the session has ended', async () => {
  const { email, authToken: stolen } = await signUp(call)
  const headers = { 'xc-auth': await signIn(call, email) }
  const waiting = createMany(stolen, 60)
  expect((await call('DELETE', '/api/v1/sessions', { headers })).status).toBe(200)
  const { body: before } = await call('GET', '/api/v1/tokens', { headers })
  for (const { id } of before.list) {
    expect((await call('DELETE', `/api/v1/tokens/${id}`, { headers })).status).toBe(200)
  }
  const answers = await waiting
  expect(answers.some(({ status }) => status === 401)).toBe(true)
  const { body: after } = await call('GET', '/api/v1/tokens', { headers })
  expect(after.list).toEqual([])
})

test('of more sessions than anybody needs, those that were longest not seen end with the next sign-in', async () => {
  const { email } = await signUp(call)
  await changeDatabase(
    server,
    `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${maxSessions + 20})
     INSERT INTO "Session" ("id", "userId", "userAgent", "createdAt", "lastSeenAt", "expiresAt")
     SELECT "Session"."id" || '-' || i, "userId", 'old', "Session"."createdAt", "Session"."createdAt", "expiresAt"
     FROM n, "Session" JOIN "User" ON "User"."id" = "userId" WHERE "email" = ?`,
    { parameters: [email] },
  )
  const newest = await signIn(call, email)
  const { body } = await call('GET', '/api/v1/sessions?limit=1', { headers: { 'xc-auth': newest } })
  expect(body.pageInfo.totalRows).toBe(maxSessions)
  expect(body.list[0].is_current).toBe(true)
  const { body: activity } = await call('GET', '/api/v1/activity?limit=1', {
    headers: { 'xc-auth': newest },
  })
  expect(activity.list[0]).toMatchObject({
    action: 'other_sessions_ended',
    detail: { ended: 22, reason: 'too_many_sessions' },
  })
})
