import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { deriveKeys } from '@/lib/config/derived-keys'
import { type Call, clientOf, createToken, signIn, signUp } from '@/test/support/client'
import { Hammer } from '@/test/support/hammer'
import { refusalOf, runCommand } from '@/test/support/maintenance'
import { addManyTokens, openAll, tokensIn } from '@/test/support/many-tokens'
import { makeDataDir, removeDataDir, type Server, startServer } from '@/test/support/server'

/*
 * Rotation of a master key in the environment, in the order of the guide: with both keys, the
 * command, without the previous key.
 */

const dataDir = makeDataDir()
const [before, next] = [randomBytes(32), randomBytes(32)].map((bytes) =>
  bytes.toString('base64'),
) as [string, string]
const keysOf = (secret: string) => deriveKeys(Buffer.from(secret, 'base64'))
const both = { JETON_SECRET: next, JETON_SECRET_PREVIOUS: before }

let server: Server
let call: Call
let url: string
let user: { email: string; authToken: string; token: string }
let tokens: string[]

async function start(secrets: Record<string, string>): Promise<void> {
  await server?.stop()
  server = await startServer({ JETON_DATA_DIR: dataDir, ...secrets })
  url = server.databaseUrl ?? `file:${dataDir}/jeton.db`
  call = clientOf(server.address)
}

beforeAll(async () => {
  await start({ JETON_SECRET: before })
  const { email, authToken } = await signUp(call)
  user = { email, authToken, token: (await createToken(call, authToken)).token }
  tokens = [user.token, ...(await addManyTokens(url, keysOf(before), 300))]
})
afterAll(async () => {
  await server?.stop()
  removeDataDir(dataDir)
})

const rotate = (secrets: Record<string, string>) =>
  runCommand(['rotate-secret'], { JETON_DATA_DIR: dataDir, DATABASE_URL: url, ...secrets })

const statusOf = async (headers: Record<string, string>) =>
  (await call('GET', '/api/v1/auth/user/me', { headers })).status

test('while a server has the one before alone, nothing is begun', async () => {
  const alone = await rotate({ JETON_SECRET: before })
  expect([alone.code, refusalOf(alone)]).toEqual([
    2,
    expect.stringContaining('set that to a new one'),
  ])
  const early = await rotate(both)
  expect([early.code, refusalOf(early)]).toEqual([
    1,
    expect.stringContaining('a server runs with other secrets'),
  ])
  expect((await tokensIn(url)).secrets).toEqual([keysOf(before).fingerprint])
  expect(await statusOf({ 'xc-token': user.token })).toBe(200)
})

test('with both, everything works as before, and is stored under the one before', async () => {
  await start(both)
  expect(await statusOf({ 'xc-token': user.token })).toBe(200)
  expect(await statusOf({ 'xc-auth': user.authToken })).toBe(200)
  const other = await signUp(call)
  tokens.push((await createToken(call, other.authToken)).token)
  expect((await openAll(url, keysOf(before))).sort()).toEqual([...tokens].sort())
})

test('the command moves every token, while each is asked for', async () => {
  const hammer = await Hammer.connect(server.address, 4, { pauseMs: 0 })
  let ended = { code: null as number | null, output: '' }
  const { before: asked, after } = await hammer.while(`xc-token: ${user.token}`, async () => {
    ended = await rotate(both)
  })
  hammer.close()
  expect([ended.code, ended.output]).toEqual([
    0,
    expect.stringContaining('take JETON_SECRET_PREVIOUS away'),
  ])
  expect([Object.keys(asked), Object.keys(after)]).toEqual([['200'], ['200']])
  expect((await openAll(url, keysOf(next))).sort()).toEqual([...tokens].sort())
  const again = await rotate(both)
  expect([again.code, again.output]).toEqual([0, expect.stringContaining('Nothing to do')])
})

test('what was signed before goes on as long as the one before is set, and what is signed now goes on after', async () => {
  expect(await statusOf({ 'xc-auth': user.authToken })).toBe(200)
  const isSignedAnew = async () => {
    const { body } = await call('GET', '/.well-known/jwks.json')
    return body.keys[0].kid === keysOf(next).signing.kid
  }
  await expect.poll(isSignedAnew).toBe(true)
  const later = await signIn(call, user.email)
  await start({ JETON_SECRET: next })
  expect(await statusOf({ 'xc-token': user.token })).toBe(200)
  expect(await statusOf({ 'xc-auth': later })).toBe(200)
  expect(await statusOf({ 'xc-auth': user.authToken })).toBe(401)
})
