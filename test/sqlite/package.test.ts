import { existsSync, readFileSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startPostgres } from '@/scripts/postgres.mjs'
import { signInAsBrowser } from '@/test/support/browser'
import { type Call, callerOf, clientOf, createToken, signUp } from '@/test/support/client'
import { InstalledPackage } from '@/test/support/package'
import { forTests } from '@/test/support/postgres-flags'

/*
 * The package runs without this repository: it is installed elsewhere, without a network, and finds
 * no package but those in it.
 */

/** Without mail, there is no such page. */
const ofMail = '/forgot-password'

const jeton = new InstalledPackage()
let account: { email: string; authToken: string }
let token: { id: string; token: string }

beforeAll(() => jeton.install('PORT=0\nJETON_LOG_LEVEL=warn\n'))
afterAll(() => jeton.remove())

const statusOf = async (call: Call) =>
  (await call('GET', '/api/v1/verify', { headers: { 'xc-token': token.token } })).status

/** @returns the paths of all pages, with something for each parameter */
function pages(): string[] {
  const manifest = readFileSync('.next/server/app-paths-manifest.json', 'utf8')
  return Object.keys(JSON.parse(manifest))
    .filter((route) => route.endsWith('/page') && !route.startsWith('/_'))
    .map((route) => route.replace(/\/page$/, '').replaceAll(/\/\(\w+\)/g, ''))
    .map((path) => path.replace('[name]', 'wiki').replace('[token]', 'unknown') || '/')
}

/** @returns the files that a page loads */
const filesOf = (html: string) =>
  [...html.matchAll(/"(\/_next\/static\/[^"\\]+)"/g)].map(([, f]) => f)

test('a start in an empty folder serves every page with its files', async () => {
  const output = await jeton.start()
  const { address } = jeton
  const call = clientOf(address)
  account = await signUp(call)
  token = await createToken(call, account.authToken)
  await call('POST', '/api/v1/services', {
    headers: { 'xc-auth': account.authToken },
    json: { name: 'wiki' },
  })
  const { cookie } = await signInAsBrowser(call, account.email)
  const get = callerOf(address)
  const files = new Set<string>()
  expect(pages().length).toBeGreaterThan(15)
  for (const path of pages()) {
    const { status, text } = await get('GET', path, { headers: { cookie } })
    expect([path, status < 400]).toEqual([path, path !== ofMail])
    for (const file of filesOf(text)) files.add(file as string)
  }
  expect(files.size).toBeGreaterThan(10)
  for (const file of files) expect([file, (await get('GET', file)).status]).toEqual([file, 200])
  expect(await statusOf(call)).toBe(200)
  const data = join(jeton.folder, 'data')
  expect(output.stdout).toBe(`Jeton keeps its data in ${data}\nJeton is ready at ${address}\n`)
  expect(output.stderr).toBe('')
  expect(existsSync(join(data, 'jeton.db'))).toBe(true)
})

test('a backup restores a token that was deleted since, and the secret is rotated', async () => {
  expect((await jeton.run(['admin', 'list'])).stdout).toContain(account.email)
  expect(await jeton.run(['backup', 'copy.db'])).toMatchObject({ code: 0 })
  expect(existsSync(join(jeton.folder, 'copy.db'))).toBe(true)
  const call = clientOf(jeton.address)
  await call('DELETE', `/api/v1/tokens/${token.id}`, { headers: { 'xc-auth': account.authToken } })
  expect(await statusOf(call)).toBe(401)
  expect(await jeton.stop()).toBe(0)
  expect(await jeton.run(['restore', 'copy.db'])).toMatchObject({ code: 0 })
  expect(await jeton.run(['rotate'])).toMatchObject({ code: 0 })
  await jeton.start()
  expect(await statusOf(clientOf(jeton.address))).toBe(200)
  await jeton.stop()
})

test('an installation moves to PostgreSQL, and serves from there', async () => {
  const postgres = await startPostgres({ flags: forTests })
  try {
    const DATABASE_URL = await postgres.createDatabase()
    const ends = ['--from', 'file:data/jeton.db', '--to', DATABASE_URL]
    expect(await jeton.run(['move', ...ends])).toMatchObject({ code: 0 })
    await jeton.start({ DATABASE_URL })
    const call = clientOf(jeton.address)
    expect(await statusOf(call)).toBe(200)
    const me = await call('GET', '/api/v1/auth/user/me', {
      headers: { 'xc-token': token.token },
    })
    expect(me.body.email).toBe(account.email)
    await jeton.stop()
  } finally {
    await postgres.remove()
  }
})

test('commands name themselves as they are typed', async () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'))
  expect((await jeton.run(['--version'])).stdout).toContain(version)
  expect((await jeton.run(['--help'])).stdout).toContain('usage: jeton')
  const unknown = await jeton.run(['serve'])
  expect(unknown).toMatchObject({ code: 2, stdout: '' })
  expect(unknown.stderr).toContain('usage: jeton')
  for (const [args, usage] of [
    [['admin'], /^jeton admin: usage: jeton admin list \|/],
    [['backup'], /^jeton backup: usage: jeton backup FILE\n$/],
    [['move'], /^jeton move: usage: jeton move --from /],
    [['rotate', 'x'], /^jeton rotate: usage: jeton rotate\n$/],
  ] as const) {
    const { code, stderr } = await jeton.run([...args])
    expect(code).toBe(2)
    expect(stderr).toMatch(usage)
  }
})

test('a driver that this Node cannot load is one line that says what to do', async () => {
  const driver = 'dist/package/node_modules/better-sqlite3/build/Release/better_sqlite3.node'
  truncateSync(join(jeton.installed, driver), 100)
  const { code, stdout, stderr } = await jeton.run(['start'])
  expect([code, stdout]).toEqual([1, ''])
  expect(stderr).toMatch(/^jeton start: this package is for Node \d+ on [^\n]+npm pack[^\n]+\n$/)
})
