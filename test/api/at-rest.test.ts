import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { OwnCookie } from '@/lib/sessions/own-cookie'
import { signInAsBrowser } from '@/test/support/browser'
import { type Call, clientOf, password, signUp } from '@/test/support/client'
import { keysOf } from '@/test/support/jws'
import { ownCookieOf } from '@/test/support/own-cookie'
import { makeDataDir, removeDataDir, type Server, startServer } from '@/test/support/server'

/* The database files, a backup and the log contain nothing that works as a credential. */

const otherPassword = `another ${randomUUID()}`

let server: Server
let call: Call
let email: string
let authToken: string
let token: { id: string; token: string }
let secrets: Record<string, string | Buffer>

beforeAll(async () => {
  server = await startServer({ JETON_DATA_DIR: makeDataDir(), JETON_RATE_LIMIT: 'on' })
  call = clientOf(server.address)
  ;({ email, authToken } = await signUp(call))
  token = await makeToken()
  secrets = { ...masterSecrets(), ...(await presentedSecrets()) }
  await makeMistakes()
})
afterAll(async () => {
  await server.stop()
  removeDataDir(server.dataDir)
})

async function makeToken() {
  const headers = { 'xc-auth': authToken }
  return (await call('POST', '/api/v1/tokens', { headers, json: { name: 'test' } })).body
}

function masterSecrets() {
  const text = readFileSync(join(server.dataDir, 'secret'), 'utf8').trim()
  const { digest, seal, refresh, limits, nextAuth, signing } = keysOf(server.dataDir)
  return {
    'the master key': text,
    "the master key's bytes": Buffer.from(text, 'base64'),
    'the digest key': digest,
    'the seal key': seal,
    "refresh cookies' key": refresh,
    "limits' key": limits,
    "next-auth's key": nextAuth,
    'the signing key': signing.privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(-32),
  }
}

/**
 * @returns every secret that an account was issued or has typed, and the parts of each that would
 *   be sufficient on their own
 */
async function presentedSecrets() {
  const cookie = (await signInAsBrowser(call, email)).sessionCookie.split('=')[1] ?? ''
  const minted = (await call('POST', '/api/v1/auth/token', { headers: { 'xc-auth': authToken } }))
    .body.token
  const signedIn = await call('POST', '/api/v1/auth/user/signin', { json: { email, password } })
  const authTokens = [authToken, signedIn.body.token, minted]
  const lastPartOf = (name: OwnCookie) => ownCookieOf(signedIn, name)?.split('.').at(-1) ?? ''
  return {
    'the API token': token.token,
    'the API token without its prefix': token.token.slice(4),
    "the API token's random part": token.token.slice(4, 34),
    'the API token in base64': Buffer.from(token.token).toString('base64').slice(0, 50),
    'the API token in hexadecimal': Buffer.from(token.token).toString('hex'),
    ...Object.fromEntries(authTokens.flatMap(partsOf)),
    'the cookie': cookie,
    "the refresh cookie's signature": lastPartOf('refresh'),
    'the device token': lastPartOf('device'),
    "the cookie's content": cookie.split('.')[3] ?? cookie,
    'the password': password,
    'another password': otherPassword,
  }
}

function partsOf(jwt: string, index: number): [name: string, secret: string | Buffer][] {
  const [, claims = '', signature = ''] = jwt.split('.')
  return [
    [`auth token ${index}`, jwt],
    [`claims of auth token ${index}`, claims],
    [`signature of auth token ${index}`, signature],
    [`bytes of the signature of auth token ${index}`, Buffer.from(signature, 'base64url')],
  ]
}

/** Sends secrets in the wrong fields, which causes errors and log lines. */
async function makeMistakes() {
  const signInPath = '/api/v1/auth/user/signin'
  const json = { 'content-type': 'application/json' }
  await call('POST', signInPath, { json: { email, password: otherPassword } })
  await call('POST', signInPath, { json: { email: otherPassword, password } })
  await call('POST', signInPath, { headers: json, body: `{"password": "${password}"` })
  await call('POST', '/api/v1/auth/user/signup', {
    json: { email, password: otherPassword, [password]: 1 },
  })
  await call('GET', `/api/v1/auth/user/me?token=${token.token}`, {
    headers: { 'xc-auth': token.token },
  })
  await call('GET', '/api/v1/tokens', { headers: { 'xc-token': token.token } })
  await call('GET', `/api/v1/tokens/${token.token}/secret`, { headers: { 'xc-auth': authToken } })
  await call('GET', `/api/v1/tokens/${token.id}/secret`, { headers: { 'xc-auth': authToken } })
  await call('GET', `/${token.token}`, {
    headers: { 'xc-auth': `${authToken}x`, cookie: 'next-auth.session-token=x' },
  })
  await call('GET', `/api/auth/error?error=${token.token}`)
  const body = new URLSearchParams({ token: token.token })
  await call('POST', '/api/v1/introspect', { headers: { 'xc-token': token.token }, body })
}

const filesOf = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))

/**
 * @returns the contents of the files in the data folder, except `secret`, by file name; on
 *   PostgreSQL, of the tables too
 */
async function stored(): Promise<Record<string, Buffer>> {
  const files = filesOf(server.dataDir)
    .filter((file) => file !== join(server.dataDir, 'secret'))
    .map((file): [string, Buffer] => [file.slice(server.dataDir.length + 1), readFileSync(file)])
  const tables = server.databaseUrl === undefined ? {} : await tablesOf(server.databaseUrl)
  return { ...Object.fromEntries(files), ...tables }
}

async function tablesOf(url: string): Promise<Record<string, Buffer>> {
  const client = new pg.Client(url)
  await client.connect()
  const { rows: tables } = await client.query(
    "SELECT tablename FROM pg_tables WHERE schemaname = 'public'",
  )
  const texts: Record<string, Buffer> = {}
  for (const { tablename } of tables) {
    const { rows } = await client.query(`SELECT t::text AS row FROM "${tablename}" t`)
    texts[tablename] = Buffer.from(rows.map(({ row }) => row).join('\n'))
  }
  await client.end()
  return texts
}

/**
 * @returns the name of each secret that was found, with the file, table or output that contains it
 */
async function leaks(): Promise<string[]> {
  const places = { ...(await stored()), output: Buffer.from(server.output()) }
  return Object.entries(places).flatMap(([place, bytes]) =>
    Object.entries(secrets)
      .filter(([, secret]) => bytes.includes(secret))
      .map(([name]) => `${name} in ${place}`),
  )
}

test('the search finds what is there: it reads the right bytes', async () => {
  const found = await stored()
  const wanted = server.databaseUrl
    ? ['ApiToken', 'Session', 'User', 'start.lock']
    : ['jeton.db', 'jeton.db-shm', 'jeton.db-wal', 'start.lock']
  expect(Object.keys(found)).toEqual(expect.arrayContaining(wanted))
  expect(Object.values(found).some((bytes) => bytes.includes(email))).toBe(true)
  expect(Object.values(secrets).every((secret) => secret.length >= 20)).toBe(true)
})

test('no secret is in the database files or the output while the server runs', async () => {
  expect(await leaks()).toEqual([])
})

test('no secret is there after the token is deleted and the session ended', async () => {
  const headers = { 'xc-auth': authToken }
  expect((await call('DELETE', `/api/v1/tokens/${token.id}`, { headers })).status).toBe(200)
  expect((await call('POST', '/api/v1/auth/user/signout', { headers })).status).toBe(200)
  expect(await leaks()).toEqual([])
})

test('nobody but the owner of the process can read the secret or the data', () => {
  for (const file of filesOf(server.dataDir)) expect(statSync(file).mode & 0o777).toBe(0o600)
})

test('no secret is there after the server has stopped', async () => {
  expect(await server.stop()).toBe(0)
  expect(await leaks()).toEqual([])
  expect(statSync(join(server.dataDir, 'secret')).mode & 0o777).toBe(0o600)
})
