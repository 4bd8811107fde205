import { existsSync, readdirSync, readFileSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { deriveKeys } from '@/lib/config/derived-keys'
import { signInAsBrowser } from '@/test/support/browser'
import { type Call, clientOf, createToken, password, signIn, signUp } from '@/test/support/client'
import { askDatabase, changeDatabase } from '@/test/support/database'
import { Hammer, type Statuses } from '@/test/support/hammer'
import { keysOf } from '@/test/support/jws'
import { runCommand } from '@/test/support/maintenance'
import { addManyTokens, openAll, tokensIn } from '@/test/support/many-tokens'
import { addApp, codeOf, forgetSteps } from '@/test/support/second-factor'
import {
  failToStart,
  makePreparedDataDir,
  removeDataDir,
  type Server,
  startServer,
} from '@/test/support/server'

/*
 * Rotation of the master key in the data folder, under a server of two processes that answers
 * requests meanwhile. The rotation is killed half-way; later tests run in the state that it has
 * left.
 */

const count = 1_500
const dataDir = makePreparedDataDir()
const inData = (name: string) => join(dataDir, name)
const [secret, next] = [inData('secret'), inData('secret.next')]

let server: Server
let url: string
let settings: Record<string, string>
let call: Call
let old: ReturnType<typeof keysOf>
let tokens: string[]
let guarded: { email: string; secret: string; recoveryCodes: string[] }
let damaged: { email: string; recoveryCodes: string[] }
let user: { email: string; authToken: string; token: string; id: string; cookie: string }

beforeAll(async () => {
  server = await startServer({ JETON_DATA_DIR: dataDir, WEB_CONCURRENCY: '2' })
  url = server.databaseUrl ?? `file:${inData('jeton.db')}`
  settings = { JETON_DATA_DIR: dataDir, DATABASE_URL: url }
  call = clientOf(server.address)
  old = keysOf(dataDir)
  const { email, authToken } = await signUp(call)
  const { token, id } = await createToken(call, authToken)
  user = { email, authToken, token, id, cookie: (await signInAsBrowser(call, email)).cookie }
  guarded = await signUpWithApp()
  damaged = await signUpWithApp()
  await changeDatabase(
    server,
    `UPDATE "AuthenticatorApp" SET "sealed" = 'damaged' WHERE "userId" = (SELECT "id" FROM "User" WHERE "email" = ?)`,
    { parameters: [damaged.email] },
  )
  tokens = await addManyTokens(url, old, count)
  // The setup blocks this process for so long that the server has closed its keep-alive
  // connections, which this process has not noticed yet.
  await call('GET', '/api/health').catch(() => {})
})
afterAll(async () => {
  await server?.stop()
  removeDataDir(dataDir)
})

async function signUpWithApp() {
  const { email, authToken } = await signUp(call)
  return { email, ...(await addApp(call, authToken)) }
}

/** @returns the status of a sign-in by the password and this code */
async function twoSteps(email: string, code: string): Promise<number> {
  await forgetSteps(server)
  const path = '/api/v1/auth/user/signin'
  const { body } = await call('POST', path, { json: { email, password } })
  const json = { continue_token: body.continue_token, code }
  return (await call('POST', path, { json })).status
}

const rotate = (watch?: (output: string, kill: () => void) => void) =>
  runCommand(['rotate-secret'], settings, watch && { watch })

/**
 * Sends verification requests while the work is in progress.
 * @returns the number of answers by status
 */
async function asking(work: () => Promise<unknown>): Promise<Statuses> {
  const asked = [user.token, ...tokens.slice(0, 3), ...tokens.slice(-3)]
  const hammers = await Promise.all(
    asked.map(() => Hammer.connect(server.address, 2, { pauseMs: 0 })),
  )
  const working = work()
  const answers = await Promise.all(
    hammers.map((hammer, i) => hammer.while(`xc-token: ${asked[i]}`, () => working)),
  )
  for (const hammer of hammers) hammer.close()
  const sum: Statuses = {}
  for (const { before, after } of answers)
    for (const statuses of [before, after])
      for (const [status, n] of Object.entries(statuses))
        sum[Number(status)] = (sum[Number(status)] ?? 0) + n
  return sum
}

/**
 * Makes, verifies, copies and deletes a token, again and again.
 * @returns a function that stops the loop and returns the number of rounds
 */
function keepUsing(authToken: string) {
  const headers = { 'xc-auth': authToken }
  let isOver = false
  const use = async () => {
    const { id, token } = await createToken(call, authToken)
    const verify = async () =>
      (await call('GET', '/api/v1/verify', { headers: { 'xc-token': token } })).status
    expect(await verify()).toBe(200)
    expect((await call('GET', `/api/v1/tokens/${id}/secret`, { headers })).body.token).toBe(token)
    expect((await call('DELETE', `/api/v1/tokens/${id}`, { headers })).status).toBe(200)
    expect(await verify()).toBe(401)
  }
  const using = (async () => {
    let rounds = 0
    for (; !isOver; rounds += 1) await use()
    return rounds
  })()
  return () => {
    isOver = true
    return using
  }
}

const meStatus = async (headers: Record<string, string>) =>
  (await call('GET', '/api/v1/auth/user/me', { headers })).status

test('killed half-way: every token goes on, under one secret or the other', async () => {
  const end = keepUsing((await signUp(call)).authToken)
  let killed = { code: 0 as number | null, output: '' }
  const statuses = await asking(async () => {
    killed = await rotate((output, kill) => /Rotating … [1-9]0 %/.test(output) && kill())
  })
  expect(killed.code, killed.output).toBeNull()
  expect(Object.keys(statuses)).toEqual(['200'])
  expect(await end()).toBeGreaterThan(0)
  const { secrets, stored, installation } = await tokensIn(url)
  expect([secrets.length, installation.secretFingerprint]).toEqual([2, old.fingerprint])
  const added = stored.filter(({ keyFingerprint }) => keyFingerprint !== old.fingerprint)
  expect(added.length).toBeGreaterThan(0)
  expect(added.length).toBeLessThan(count)
  expect((await openAll(url, old)).sort()).toEqual(expect.arrayContaining([...tokens].sort()))
  expect(statSync(next).mode & 0o777).toBe(0o600)
})

test('in the middle, a second factor is proved as before, and one can be set up', async () => {
  expect(await twoSteps(guarded.email, codeOf(guarded.secret))).toBe(200)
  const { email, secret } = await signUpWithApp()
  expect(await twoSteps(email, codeOf(secret))).toBe(200)
})

test('in the middle, a start without the new secret is stopped with one line', async () => {
  renameSync(next, inData('elsewhere'))
  const { code, output } = await failToStart(settings)
  expect([code, output.trim().split('\n').at(-1)]).toEqual([
    1,
    `Jeton cannot start: a rotation of the secret is under way, and ${next} is missing: put the right one back`,
  ])
  renameSync(inData('elsewhere'), next)
})

test('a server that starts in the middle says so, and finds every token', async () => {
  const other = await startServer(settings)
  expect(other.output()).toContain('jeton rotate goes on with it')
  const hammer = await Hammer.connect(other.address, 8)
  expect(
    await hammer.askAll([user.token, ...tokens].map((token) => `xc-token: ${token}`).values()),
  ).toEqual({
    200: count + 1,
  })
  hammer.close()
  await other.stop()
})

test('what was signed before is accepted in the middle, and both public keys are told', async () => {
  const { body } = await call('GET', '/.well-known/jwks.json')
  expect(body.keys.map(({ kid }: { kid: string }) => kid)).toEqual([
    expect.not.stringMatching(old.signing.kid),
    old.signing.kid,
  ])
  expect(await meStatus({ 'xc-auth': user.authToken })).toBe(200)
  expect(await meStatus({ cookie: user.cookie })).toBe(200)
})

test('run again, it goes on and ends: no token was refused, and none is under the old secret', async () => {
  const fresh = deriveKeys(Buffer.from(readFileSync(next, 'utf8'), 'base64'))
  const end = keepUsing((await signUp(call)).authToken)
  let ended = { code: 1 as number | null, output: '' }
  const statuses = await asking(async () => {
    ended = await rotate()
  })
  expect(ended.code, ended.output).toBe(0)
  expect(Object.keys(statuses)).toEqual(['200'])
  expect(await end()).toBeGreaterThan(0)
  const { secrets, installation, stored } = await tokensIn(url)
  expect([secrets, installation.secretFingerprint]).toEqual([
    [fresh.fingerprint],
    fresh.fingerprint,
  ])
  expect(new Set(stored.map(({ keyFingerprint }) => keyFingerprint))).toEqual(
    new Set([fresh.fingerprint]),
  )
  expect((await openAll(url, fresh)).sort()).toEqual([user.token, ...tokens].sort())
  expect(await openAll(url, old)).toEqual([])
  expect(keysOf(dataDir).fingerprint).toBe(fresh.fingerprint)
  expect(existsSync(next)).toBe(false)
  const aside = readdirSync(dataDir).filter((name) => name.startsWith('secret.replaced-'))
  expect(aside).toHaveLength(1)
  expect(ended.output).toContain(inData(aside[0] ?? ''))
  expect(ended.output).not.toContain(readFileSync(secret, 'utf8').trim())
})

test('afterwards every app that could be opened is under the new secret, and works', async () => {
  expect(await twoSteps(guarded.email, codeOf(guarded.secret))).toBe(200)
  expect(await twoSteps(guarded.email, guarded.recoveryCodes[0] ?? '')).toBe(200)
  const rows = await askDatabase(server, 'SELECT DISTINCT "keyFingerprint" FROM "AuthenticatorApp"')
  expect(rows).toEqual([{ keyFingerprint: keysOf(dataDir).fingerprint }])
})

test('an app whose secret could not be opened has not held the rotation up, and stays on', async () => {
  expect(await twoSteps(damaged.email, '000000')).toBe(401)
  expect(await twoSteps(damaged.email, damaged.recoveryCodes[0] ?? '')).toBe(200)
})

test('afterwards whoever was signed in signs in again, without a restart', async () => {
  await expect.poll(() => meStatus({ 'xc-auth': user.authToken })).toBe(401)
  await expect.poll(() => meStatus({ cookie: user.cookie })).toBe(401)
  const ends = await askDatabase(
    { dataDir, databaseUrl: server.databaseUrl },
    `SELECT "action", "credential" FROM "Activity" WHERE "email" = '${user.email}' AND "action" = 'all_sessions_ended'`,
  )
  expect(ends).toEqual([{ action: 'all_sessions_ended', credential: 'command_line' }])
  const headers = { 'xc-auth': await signIn(call, user.email) }
  expect(await meStatus({ cookie: (await signInAsBrowser(call, user.email)).cookie })).toBe(200)
  expect((await call('GET', `/api/v1/tokens/${user.id}/secret`, { headers })).body.token).toBe(
    user.token,
  )
})
