import { randomUUID } from 'node:crypto'
import { request } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ActivityRecord } from '@/shared/audit-row'
import type { Headers } from '@/test/support/account'
import { activityOf, addOld } from '@/test/support/activity'
import { signInAsBrowser } from '@/test/support/browser'
import { type Call, clientOf, createToken, signUp } from '@/test/support/client'
import { askDatabase, changeDatabase } from '@/test/support/database'
import { linesOf } from '@/test/support/json-lines'
import { expectProblem } from '@/test/support/problem'
import { type Server, startServer } from '@/test/support/server'

/* Export of the whole audit log: for the owner of the installation only. */

let server: Server
let call: Call
let owner: Headers
let ownerEmail: string

beforeAll(async () => {
  server = await startServer()
  call = clientOf(server.address)
  const { email, authToken } = await signUp(call)
  owner = { 'xc-auth': authToken }
  ownerEmail = email
})
afterAll(() => server.stop())

const path = '/api/v1/activity/export'

async function exported(): Promise<ActivityRecord[]> {
  const { status, text } = await call('GET', path, { headers: owner })
  expect(status).toBe(200)
  return linesOf(text)
}

const countRows = async () =>
  Number((await askDatabase(server, 'SELECT count(*) AS "count" FROM "Activity"'))[0]?.count)

test('it is every row, once, the oldest first, and the export itself is the last', async () => {
  const { email, authToken } = await signUp(call)
  await createToken(call, authToken, 'of somebody')
  const rows = await exported()
  expect(rows).toHaveLength(await countRows())
  expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length)
  const times = rows.map(({ at }) => at)
  expect(times).toEqual(times.toSorted())
  expect(rows.at(-1)).toMatchObject({
    action: 'activity_exported',
    email: ownerEmail,
    credential: 'auth_token',
  })
  const own = await activityOf(call, { 'xc-auth': authToken })
  const ofUser = rows.filter((row) => row.email === email)
  expect(ofUser.map(({ user_id, actor_id: __, email: _, user_agent, ...row }) => row)).toEqual(
    own.toReversed(),
  )
  expect(new Set(ofUser.map(({ user_id }) => user_id)).size).toBe(1)
  expect((await activityOf(call, owner))[0]?.action).toBe('activity_exported')
})

test('failures of nobody are in it, and what was done by somebody who is gone', async () => {
  const unknown = `${randomUUID()}@nowhere.example`
  await call('POST', '/api/v1/auth/user/signin', {
    json: { email: unknown, password: 'some password' },
  })
  const { email, authToken } = await signUp(call)
  const { id } = (await call('GET', '/api/v1/auth/user/me', { headers: { 'xc-auth': authToken } }))
    .body
  await changeDatabase(server, 'DELETE FROM "User" WHERE "id" = ?', { parameters: [id] })
  const rows = await exported()
  expect(rows.find((row) => row.email === unknown)).toMatchObject({
    action: 'sign_in_failed',
    user_id: null,
    user_agent: 'node',
  })
  expect(rows.find((row) => row.email === email)).toMatchObject({
    action: 'signed_up',
    user_id: id,
  })
})

test('it is a file of JSON Lines that no cache keeps', async () => {
  const { headers } = await call('GET', path, { headers: owner })
  expect(headers.get('content-type')).toBe('application/x-ndjson')
  expect(headers.get('cache-control')).toBe('no-store')
  expect(headers.get('content-disposition')).toMatch(
    /^attachment; filename="jeton-activity-\d{4}-\d\d-\d\d\.jsonl"$/,
  )
})

test('nobody else gets any of it, and no other page makes the browser fetch it', async () => {
  const { authToken } = await signUp(call)
  const { token } = await createToken(call, owner['xc-auth'] ?? '')
  const { cookie } = await signInAsBrowser(call, ownerEmail)
  const before = await countRows()
  const get = (headers: Headers) => call('GET', path, { headers })
  expectProblem(await get({ 'xc-auth': authToken }), 403, 'owner_required')
  expectProblem(await get({ 'xc-token': token }), 403, 'session_required')
  expectProblem(await get({}), 401, 'credential_missing')
  expectProblem(await get({ cookie, 'sec-fetch-site': 'cross-site' }), 403, 'cross_origin')
  expect(await countRows()).toBe(before)
  expect((await get({ cookie, 'sec-fetch-site': 'same-origin' })).status).toBe(200)
})

test('it is read in batches, and a reader who leaves does no harm', async () => {
  await addOld(server, 100, 1_203)
  const rows = await exported()
  expect(rows).toHaveLength(await countRows())
  expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length)
  await leaveEarly()
  expect(await exported()).toHaveLength(rows.length + 2)
})

/** Reads the response head and the first bytes, then closes the connection. */
function leaveEarly(): Promise<void> {
  return new Promise((resolve, reject) => {
    const asking = request(server.address + path, { headers: owner }, (answer) => {
      answer.once('data', () => {
        answer.destroy()
        resolve()
      })
    })
    asking.on('error', reject)
    asking.end()
  })
}
