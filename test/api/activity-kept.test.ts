import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Headers } from '@/test/support/account'
import { activityOf, addOld } from '@/test/support/activity'
import { signInAsBrowser, tryToSignIn } from '@/test/support/browser'
import { type Call, clientOf, createToken, password, signIn, signUp } from '@/test/support/client'
import { askDatabase, changeDatabase } from '@/test/support/database'
import { requireNoSecrets } from '@/test/support/secrets'
import { makePreparedDataDir, removeDataDir, type Server, startServer } from '@/test/support/server'

/* Audit log entries never change, are kept for the retention period, and are deleted after it. */

const dataDir = makePreparedDataDir()
let server: Server
let call: Call

const start = async (settings: Record<string, string> = {}) => {
  server = await startServer({ JETON_DATA_DIR: dataDir, ...settings })
  call = clientOf(server.address)
}

beforeAll(() => start())
afterAll(async () => {
  await server.stop()
  removeDataDir(dataDir)
})

const everything = () => askDatabase(server, 'SELECT * FROM "Activity" ORDER BY "id"')

const refused = async (sql: string, parameters: unknown[] = []) => {
  const before = await everything()
  await expect(changeDatabase(server, sql, { parameters, foreignKeys: false })).rejects.toThrow(
    /Activity is|Activity_sequence_check/,
  )
  expect(await everything()).toEqual(before)
}

test('no row is changed, whatever its age and whoever asks', async () => {
  await signUp(call)
  const [old] = await addOld(server, 400)
  await refused(`UPDATE "Activity" SET "email" = 'x'`)
  await refused('UPDATE "Activity" SET "at" = "at" WHERE "id" = ?', [old])
  await refused('UPDATE "Activity" SET "sequence" = "sequence" + 1000000')
  await refused('UPDATE "Activity" SET "sequence" = NULL')
})

const columns =
  '"id", "at", "userId", "email", "action", "credential", "address", "userAgent", "detail"'
const values = `VALUES (?, '2026-01-01T00:00:00.000+00:00', 'x', 'x', 'x', 'x', 'x', 'x', '{}'`

test.each(['0', '-5', '9007199254740992', "'abc'", '1.5'])(
  'no row is added with the number %s, which would end the numbering',
  async (number) => {
    // PostgreSQL makes integers of some texts and fractions, or refuses them itself.
    if (server.databaseUrl && !/^-?\d+$/.test(number)) return
    const sql = `INSERT INTO "Activity" ("sequence", ${columns}) ${values.replace('(', `(${number}, `)})`
    await refused(sql, [randomUUID()])
    await signUp(call)
  },
)

test('no row is deleted before it is 30 days old', async () => {
  await signUp(call)
  const [young] = await addOld(server, 29)
  const [old] = await addOld(server, 31)
  await refused('DELETE FROM "Activity"')
  await refused('DELETE FROM "Activity" WHERE "id" = ?', [young])
  await changeDatabase(server, 'DELETE FROM "Activity" WHERE "id" = ?', { parameters: [old] })
  expect((await everything()).map(({ id }) => id)).not.toContain(old)
})

test('no row makes way for another', async () => {
  const [young] = await addOld(server, 1)
  if (server.databaseUrl) {
    await refused(
      `INSERT INTO "Activity" (${columns}) ${values}) ON CONFLICT ("id") DO UPDATE SET "email" = 'x'`,
      [young],
    )
    await refused('TRUNCATE "Activity"')
    return
  }
  await refused(`INSERT OR REPLACE INTO "Activity" (${columns}) ${values})`, [young])
  for (const column of ['rowid', 'sequence'])
    await refused(
      `INSERT OR REPLACE INTO "Activity" (${column}, ${columns}) ${values.replace('(', `((SELECT ${column} FROM "Activity" WHERE "id" = '${young}'), `)})`,
      [randomUUID()],
    )
})

test('verification writes nothing, whoever is let in and whoever is not', async () => {
  const { authToken } = await signUp(call)
  const { token } = await createToken(call, authToken)
  const before = await everything()
  const credentials: Headers[] = [
    { 'xc-token': token },
    { 'xc-auth': authToken },
    { 'xc-token': `${token}x` },
    { 'xc-auth': 'x' },
    {},
  ]
  for (let round = 0; round < 20; round += 1)
    for (const headers of credentials) await call('GET', '/api/v1/verify', { headers })
  for (const headers of credentials) await call('GET', '/api/v1/auth/user/me', { headers })
  expect(await everything()).toEqual(before)
})

test('no row holds a secret, wherever somebody has put one', async () => {
  const { email, authToken } = await signUp(call)
  const { id, token } = await createToken(call, authToken)
  const { cookie, csrfToken } = await signInAsBrowser(call, email)
  const agents = [token, authToken, `curl/8 ${token}`, cookie]
  for (const agent of agents) {
    const headers = { 'user-agent': agent, 'xc-auth': authToken }
    await call('GET', `/api/v1/tokens/${id}/secret`, { headers })
    await call('POST', '/api/v1/auth/token', { headers })
  }
  const tryApi = (fields: Record<string, string>) =>
    call('POST', '/api/v1/auth/user/signin', { headers: { 'user-agent': csrfToken }, json: fields })
  await tryApi({ email, password: 'a wrong password of some length' })
  await tryApi({ email: password, password: 'another wrong password' })
  await tryApi({ email: `${token}@example.com`, password })
  await tryToSignIn(call, { email: password, password: 'another wrong password' })
  const rows = JSON.stringify(await everything())
  expect(rows).toContain(email)
  requireNoSecrets(rows, dataDir)
  for (const part of [
    authToken.split('.')[2] ?? '',
    cookie.split('.').at(-1) ?? '',
    csrfToken,
    token.slice(4),
  ])
    expect(rows.toLowerCase()).not.toContain(part.toLowerCase())
})

test('where a row cannot be written, nothing is done and no secret is told', async () => {
  const { email, authToken } = await signUp(call)
  const headers = { 'xc-auth': authToken }
  const { id } = await createToken(call, authToken)
  await signIn(call, email)
  const before = await activityOf(call, headers)
  await changeDatabase(server, 'ALTER TABLE "Activity" RENAME TO "Elsewhere"')
  try {
    for (const [method, path, json] of [
      ['GET', `/api/v1/tokens/${id}/secret`],
      ['DELETE', `/api/v1/tokens/${id}`],
      ['POST', '/api/v1/auth/token'],
      ['DELETE', '/api/v1/sessions'],
      ['PATCH', '/api/v1/user/profile', { display_name: 'unwritten' }],
    ] as const) {
      const answer = await call(method, path, { headers, json })
      expect(answer.status).toBeGreaterThanOrEqual(500)
      expect(answer.text).not.toMatch(/jtn_|eyJ/)
    }
  } finally {
    await changeDatabase(server, 'ALTER TABLE "Elsewhere" RENAME TO "Activity"')
  }
  expect((await call('GET', '/api/v1/tokens', { headers })).body.list).toHaveLength(1)
  expect((await call('GET', '/api/v1/sessions', { headers })).body.list).toHaveLength(2)
  expect((await call('GET', '/api/v1/auth/user/me', { headers })).body.display_name).toBe('')
  expect(await activityOf(call, headers)).toEqual(before)
})

test('what is older than the setting says is removed, in as many batches as it takes; forever is forever', async () => {
  const [young] = await addOld(server, 39)
  const [old] = await addOld(server, 41)
  await addOld(server, 400, 2_500)
  await server.stop()
  await start({ JETON_ACTIVITY_DAYS: 'forever' })
  expect((await everything()).map(({ id }) => id)).toContain(old)
  await server.stop()
  await start({ JETON_ACTIVITY_DAYS: '40' })
  await vi.waitUntil(async () => (await countOlderThan(40)) === 0, {
    timeout: 20_000,
    interval: 100,
  })
  expect((await everything()).map(({ id }) => id)).toContain(young)
})

async function countOlderThan(days: number): Promise<number> {
  const limit = Date.now() - days * 86_400_000
  return (await everything()).filter(({ at }) => new Date(at as string).getTime() < limit).length
}
