import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { contracts } from '@/app/api/v1/openapi.json/contracts'
import { type Call, clientOf } from '@/test/support/client'
import { everythingIn } from '@/test/support/every-table'
import { loadInProcess } from '@/test/support/in-process'
import { runCommand } from '@/test/support/maintenance'
import { failToStart, removeDataDir, type Server, startServer } from '@/test/support/server'

/* A demo (DEMO=1): what it shows is made up, and nobody can change it. */

const temporary = mkdtempSync(join(tmpdir(), 'jeton-test-demo-'))
const realFolder = mkdtempSync(join(tmpdir(), 'jeton-test-real-'))
let demo: Server
let call: Call
let cookie: string
let apiToken: string
let authToken: string

const foldersOfDemos = () => readdirSync(temporary).filter((name) => name.startsWith('jeton-demo-'))
const dataOf = (folder: string) => everythingIn(`file:${join(temporary, folder, 'jeton.db')}`)

const start = () =>
  startServer({
    DEMO: '1',
    TMPDIR: temporary,
    JETON_DATA_DIR: realFolder,
    // Those of an installation, which a demo must not even try to use.
    DATABASE_URL: 'postgresql://jeton:password@127.0.0.1:1/jeton',
    JETON_SECRET_FILE: '/nonexistent/secret',
    SMTP_URL: 'smtp://user:password@127.0.0.1:1',
    MAIL_FROM: 'jeton@example.com',
    JETON_SIGNUP: 'open',
    JETON_OIDC_ISSUER: 'https://login.example.com',
  })

beforeAll(async () => {
  demo = await start()
  call = clientOf(demo.address)
  cookie = await enter(demo.address)
  const { list } = (await call('GET', '/api/v1/tokens', { headers: { cookie } })).body
  const secret = await call('GET', `/api/v1/tokens/${list[0].id}/secret`, { headers: { cookie } })
  apiToken = secret.body.token
  authToken = (await call('POST', '/api/v1/auth/token', { headers: ofPage() })).body.token
})

afterAll(async () => {
  await demo.stop()
  expect(foldersOfDemos()).toEqual([])
  for (const folder of [temporary, realFolder]) removeDataDir(folder)
})

const ofPage = () => ({ cookie, origin: demo.address, 'sec-fetch-site': 'same-origin' })

/** Enters as the page does, by one click. */
async function enter(address: string): Promise<string> {
  const csrf = await fetch(`${address}/api/auth/csrf`)
  const { csrfToken } = await csrf.json()
  const first = cookiesOf(csrf)
  const entered = await fetch(`${address}/api/auth/callback/credentials`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: first, origin: address, 'sec-fetch-site': 'same-origin' },
    body: new URLSearchParams({ csrfToken, json: 'true' }),
  })
  return `${first}; ${cookiesOf(entered)}`
}

const cookiesOf = (response: Response) =>
  response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')

const served = ['introspect', 'createAuthToken', 'signOut', 'changeProfile']

const anyId = '00000000-0000-4000-8000-000000000000'

/** Every operation of the API, with an address that has something in each of its places. */
const operations = contracts.flatMap(({ path, tag: _, ...methods }) =>
  Object.entries(methods).map(([method, { operationId }]) => ({
    method,
    operationId,
    path: path.replaceAll(/\{(\w+)\}/g, (_all, name) => (name === 'name' ? 'photos' : anyId)),
  })),
)

const callers = (): Record<string, Record<string, string>> => ({
  'a visitor': { origin: demo.address },
  'the page': ofPage(),
  'an auth token': { 'xc-auth': authToken },
  'the API token': { 'xc-token': apiToken },
})

test('nobody changes anything: every call that would is refused, and the data stay as they were', async () => {
  const [folder = ''] = foldersOfDemos()
  const before = await dataOf(folder)
  const writes = operations.filter(
    ({ method, operationId }) => method !== 'GET' && !served.includes(operationId),
  )
  expect(writes.length).toBeGreaterThan(40)
  for (const headers of Object.values(callers())) {
    for (const { method, path } of writes) {
      const answer = await call(method, path, { headers, json: { name: 'x', token: apiToken } })
      expect([method, path, answer.status, answer.body.code]).toEqual([
        method,
        path,
        403,
        'demo_read_only',
      ])
    }
    for (const { method, path } of operations.filter(isReadByAnswer))
      expect((await call(method, path, { headers })).status).not.toBe(500)
  }
  expect(await dataOf(folder)).toEqual(before)
})

/** The stream of revocations has no end. */
const isReadByAnswer = ({ method, path }: { method: string; path: string }) =>
  method === 'GET' && path !== '/api/v1/revocations'

test('what a demo serves besides reading leaves no trace', async () => {
  const [folder = ''] = foldersOfDemos()
  const before = await dataOf(folder)
  const headers = ofPage()
  const profile = await call('PATCH', '/api/v1/user/profile', { headers, json: { theme: 'dark' } })
  expect(profile.status).toBe(200)
  expect(profile.headers.get('set-cookie')).toContain('theme=dark')
  const renamed = await call('PATCH', '/api/v1/user/profile', {
    headers,
    json: { display_name: 'x' },
  })
  expect([renamed.status, renamed.body.code]).toEqual([403, 'demo_read_only'])
  const introspected = await call('POST', '/api/v1/introspect', {
    headers: { 'xc-token': apiToken, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ token: apiToken }).toString(),
  })
  expect(introspected.body.active).toBe(true)
  const byToken = await call('POST', '/api/v1/auth/user/signout', {
    headers: { 'xc-auth': authToken },
  })
  expect([byToken.status, byToken.body.code]).toEqual([403, 'demo_read_only'])
  expect((await call('POST', '/api/v1/auth/user/signout', { headers })).status).toBe(200)
  // The session goes on for the other visitors.
  expect((await call('GET', '/api/v1/auth/user/me', { headers })).status).toBe(200)
  for (const path of ['/', '/people', '/services', '/account/activity', '/account/sessions'])
    expect((await call('GET', path, { headers: { cookie } })).status).toBe(200)
  expect(await dataOf(folder)).toEqual(before)
})

test('verification answers by the tokens of a demo', async () => {
  const verify = (path: string, token: string) =>
    call('GET', path, { headers: { 'xc-token': token } })
  const answer = await verify('/api/v1/services/models/verify', apiToken)
  expect(answer.status).toBe(200)
  expect(answer.headers.get('remote-groups')).toBe('family,makers')
  expect((await verify('/api/v1/verify', `${apiToken.slice(0, -1)}!`)).status).toBe(401)
})

test('the owner of a demo sees a month of use until today', async () => {
  const { list } = (await call('GET', '/api/v1/tokens', { headers: { cookie } })).body
  const usage = await call('GET', `/api/v1/tokens/${list[0].id}/usage`, { headers: { cookie } })
  const days: string[] = usage.body.days.map(({ day }: { day: string }) => day)
  expect(new Set(days).size).toBe(30)
  const people = await call('GET', '/api/v1/users', { headers: { cookie } })
  expect(people.body.list).toHaveLength(4)
  const services = await call('GET', '/api/v1/services', { headers: { cookie } })
  expect(services.body.list).toHaveLength(3)
})

test('a demo takes nothing from a real installation, and leaves nothing in its folder', () => {
  expect(readdirSync(realFolder)).toEqual([])
  expect(demo.output()).not.toContain('/nonexistent')
})

test('two demos share neither data nor secrets', async () => {
  const [first = ''] = foldersOfDemos()
  const other = await start()
  const second = foldersOfDemos().find((name) => name !== first) ?? ''
  const secretIn = (folder: string) => readFileSync(join(temporary, folder, 'secret'), 'utf8')
  expect(secretIn(second)).not.toBe(secretIn(first))
  const answer = await clientOf(other.address)('GET', '/api/v1/verify', {
    headers: { 'xc-token': apiToken },
  })
  expect(answer.status).toBe(401)
  expect(await other.stop()).toBe(0)
  expect(foldersOfDemos()).toEqual([first])
})

test('the database itself refuses to be written, in the process that serves a demo', async () => {
  const { db, endWrites, env, prepareInstallation } = await loadInProcess(
    { DEMO: '1', JETON_DATA_DIR: mkdtempSync(join(temporary, 'written-')) },
    async () => ({
      ...(await import('@/lib/config/settings')),
      ...(await import('@/lib/db/client')),
      ...(await import('@/lib/startup')),
    }),
  )
  onTestFinished(async () => {
    delete process.env.DEMO
    await db().$disconnect()
  })
  await prepareInstallation(env())
  const rename = () => db().user.updateMany({ data: { displayName: 'x' } })
  expect(await rename()).toEqual({ count: 4 })
  await endWrites()
  await expect(rename()).rejects.toThrow(/readonly/)
  await expect(db().$transaction(async (inside) => inside.session.deleteMany())).rejects.toThrow(
    /readonly/,
  )
  expect(await db().session.count()).toBe(2)
})

test('the commands of operators refuse to work on a demo', async () => {
  const { code, output } = await runCommand(['admin', 'list'], {
    DEMO: '1',
    JETON_DATA_DIR: realFolder,
  })
  expect(code).toBe(1)
  expect(output).toContain('a demo has no data to work on: remove DEMO')
  expect(readdirSync(realFolder)).toEqual([])
})

test('another value than 1 stops the start', async () => {
  const { code, output } = await failToStart({ DEMO: 'yes', TMPDIR: temporary })
  expect(code).toBe(1)
  expect(output).toContain('DEMO is "yes": give 1, or remove it')
})
