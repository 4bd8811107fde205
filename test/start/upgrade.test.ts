import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createDatabase } from '@/scripts/postgres.mjs'
import { type Call, clientOf } from '@/test/support/client'
import { changeDatabase } from '@/test/support/database'
import { runCommand } from '@/test/support/maintenance'
import { openAll, tokensIn } from '@/test/support/many-tokens'
import { makeOlderDatabase, newMasterKey, type OlderUser } from '@/test/support/older-database'
import { makeDataDir, removeDataDir, type Server, startServer } from '@/test/support/server'

/*
 * A start on the database of an earlier version, whose tokens had one digest each: everything in it
 * continues to work.
 */

let dataDir: string
let settings: { JETON_DATA_DIR: string; DATABASE_URL: string }
let server: Server | undefined
let call: Call

beforeEach(async () => {
  dataDir = makeDataDir()
  const postgres = process.env.JETON_TEST_POSTGRES
  const url = postgres ? await createDatabase(postgres) : `file:${join(dataDir, 'jeton.db')}`
  settings = { JETON_DATA_DIR: dataDir, DATABASE_URL: url }
})
afterEach(async () => {
  await server?.stop()
  removeDataDir(dataDir)
})

const write = (name: string, text: string) =>
  writeFileSync(join(dataDir, name), text, { mode: 0o600 })

async function start(): Promise<void> {
  server = await startServer(settings)
  call = clientOf(server.address)
}

const verify = async (headers: Record<string, string>) =>
  (await call('GET', '/api/v1/verify', { headers })).status

/** Expects the token, the session and the audit log of a user to be there. */
async function expectKept({ tokenId, token, authToken }: OlderUser): Promise<void> {
  const headers = { 'xc-auth': authToken }
  expect([await verify({ 'xc-token': token }), await verify(headers)]).toEqual([200, 200])
  const { body } = await call('GET', `/api/v1/tokens/${tokenId}/secret`, { headers })
  expect(body).toEqual({ token })
  const activity = await call('GET', '/api/v1/activity', { headers })
  expect(activity.body.list.map(({ action }: { action: string }) => action)).toEqual([
    'token_copied',
    'token_created',
  ])
}

test('tokens, sessions and the audit log are kept, and a token can be deleted', async () => {
  const { text, keys } = newMasterKey()
  write('secret', text)
  const unnamed = { under: keys, isNamed: false }
  const users = await makeOlderDatabase(settings.DATABASE_URL, {
    keys: [keys],
    rows: false,
    users: [unnamed, unnamed],
  })
  await start()
  for (const user of users) await expectKept(user)
  expect((await tokensIn(settings.DATABASE_URL)).secrets).toEqual([keys.fingerprint])
  const [{ tokenId, token, authToken }, other] = users as [OlderUser, OlderUser]
  const headers = { 'xc-auth': authToken }
  expect((await call('DELETE', `/api/v1/tokens/${tokenId}`, { headers })).status).toBe(200)
  expect(await verify({ 'xc-token': token })).toBe(401)
  expect(await verify({ 'xc-token': other.token })).toBe(200)
})

test('who has not signed in since is shown as seen when that was, or not at all', async () => {
  const { text, keys } = newMasterKey()
  write('secret', text)
  const signedInAt = new Date(Date.now() - 3_600_000)
  const unnamed = { under: keys, isNamed: false }
  const users = await makeOlderDatabase(settings.DATABASE_URL, {
    keys: [keys],
    users: [unnamed, { ...unnamed, signedInAt }, { ...unnamed, signedInAt: null }],
  })
  await start()
  const [owner, known, unknown] = users as [OlderUser, OlderUser, OlderUser]
  const { DATABASE_URL } = settings
  const databaseUrl = process.env.JETON_TEST_POSTGRES ? DATABASE_URL : undefined
  await changeDatabase(
    { dataDir, databaseUrl },
    `UPDATE "User" SET "role" = 'owner' WHERE "id" = ?`,
    {
      parameters: [owner.id],
    },
  )
  const seen = async ({ email }: OlderUser) => {
    const headers = { 'xc-auth': owner.authToken }
    const { body } = await call('GET', `/api/v1/users?query=${email}`, { headers })
    return body.list[0].last_seen_at
  }
  expect(await seen(known)).toBe(signedInAt.toISOString())
  expect(await seen(unknown)).toBeNull()
})

test('in the middle of a rotation too, which then goes on and ends', async () => {
  const [before, next] = [newMasterKey(), newMasterKey()]
  write('secret', before.text)
  write('secret.next', next.text)
  const users = await makeOlderDatabase(settings.DATABASE_URL, {
    keys: [before.keys, next.keys],
    users: [
      { under: before.keys, isNamed: false },
      { under: before.keys, isNamed: true },
      { under: next.keys, isNamed: true },
    ],
  })
  await start()
  for (const user of users) await expectKept(user)
  const ended = await runCommand(['rotate-secret'], settings)
  expect(ended.code, ended.output).toBe(0)
  for (const { token } of users) expect(await verify({ 'xc-token': token })).toBe(200)
  const tokens = users.map(({ token }) => token)
  expect((await openAll(settings.DATABASE_URL, next.keys)).sort()).toEqual(tokens.sort())
  expect(await openAll(settings.DATABASE_URL, before.keys)).toEqual([])
})
