import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Refusal } from '@/cli/maintenance/refusal'
import { policies } from '@/lib/limits/policies'
import { activityOf } from '@/test/support/activity'
import { signInAsBrowser } from '@/test/support/browser'
import { type Call, clientOf, createToken, password } from '@/test/support/client'
import { askDatabase } from '@/test/support/database'
import { Hammer } from '@/test/support/hammer'
import { loadInProcess } from '@/test/support/in-process'
import { newAddress } from '@/test/support/limits'
import { refusalOf, runCommand } from '@/test/support/maintenance'
import { expectProblem } from '@/test/support/problem'
import { makePreparedDataDir, removeDataDir, type Server, startServer } from '@/test/support/server'

/* The owner's command line, beside a running server with sign-up closed and rate limits on. */

const dataDir = makePreparedDataDir()
let server: Server
let call: Call
let admin: (args: string[], input?: string) => Promise<string>
const owner = 'owner@example.com'

beforeAll(async () => {
  server = await startServer({
    JETON_DATA_DIR: dataDir,
    JETON_SIGNUP: 'closed',
    JETON_RATE_LIMIT: 'on',
    JETON_TRUST_PROXY: '1',
  })
  call = clientOf(server.address)
  admin = await inThisProcess()
})
afterAll(async () => {
  await server?.stop()
  removeDataDir(dataDir)
})

const settings = () => ({
  JETON_DATA_DIR: dataDir,
  ...(server.databaseUrl && { DATABASE_URL: server.databaseUrl }),
})

/**
 * Loads the commands into this process, which saves a process for each.
 * @returns a function that runs a command and returns its output, or throws its refusal
 */
async function inThisProcess() {
  const { admin: run } = await loadInProcess(settings(), () => import('@/cli/admin/admin'))
  return async (args: string[], input = '') => (await run(args, Readable.from([input]))).join('\n')
}

const signIn = (email: string, secret: string, from = newAddress()) =>
  call('POST', '/api/v1/auth/user/signin', {
    headers: { 'x-forwarded-for': from },
    json: { email, password: secret },
  })

const newEmail = () => `${randomUUID()}@example.com`

/** Creates a user with an auth token, an API token and a browser session. */
async function makeUser() {
  const email = newEmail()
  await admin(['create-user', email, '--name', 'Ada Lovelace', '--stdin'], `${password}\n`)
  const authToken: string = (await signIn(email, password)).body.token
  const { token } = await createToken(call, authToken, 'deploy')
  return { email, authToken, token, browser: await signInAsBrowser(call, email) }
}

const statusOf = async (headers: Record<string, string>) =>
  (await call('GET', '/api/v1/auth/user/me', { headers })).status

/** Extracts the generated password from the output. */
const shownIn = (output: string) => / {2}([a-z2-9]{5}(?:-[a-z2-9]{5}){3})$/m.exec(output)?.[1] ?? ''

test('the first account owns the installation', async () => {
  expect(await admin(['list'])).toBe('There is no account yet.')
  const said = await admin(['create-user', owner, '--stdin'], password)
  expect(said).toBe(`Made the account ${owner}, which is an owner of the installation.`)
})

test('an account is made while sign-up is closed, with a password that is shown once', async () => {
  const signUp = { json: { email: newEmail(), password } }
  expect((await call('POST', '/api/v1/auth/user/signup', signUp)).status).toBe(403)
  const email = newEmail()
  const said = await admin(['create-user', email.toUpperCase()])
  expect((await signIn(email, shownIn(said))).status).toBe(200)
  await expect(admin(['create-user', email])).rejects.toThrow(
    `there is an account ${email} already`,
  )
})

test('a password is reset: the old one and every session end, the token goes on', async () => {
  const user = await makeUser()
  const said = await admin(['reset-password', user.email])
  expect(said).toContain('its 2 sessions were ended')
  expect(await statusOf({ 'xc-auth': user.authToken })).toBe(401)
  expect(await statusOf({ cookie: user.browser.cookie })).toBe(401)
  expect(await statusOf({ 'xc-token': user.token })).toBe(200)
  expect((await signIn(user.email, password)).status).toBe(401)
  expect((await signIn(user.email, shownIn(said))).status).toBe(200)
})

test('a reset of the password ends the links to reset it', async () => {
  const { email } = await makeUser()
  const [, url = ''] = (await admin(['reset-link', email])).split('\n')
  const token = url.slice(url.lastIndexOf('/') + 1)
  const validate = () => call('POST', `/api/v1/auth/token/validate/${token}`)
  expect((await validate()).status).toBe(200)
  await admin(['reset-password', email])
  expectProblem(await validate(), 400, 'link_invalid')
})

test('a reset lets somebody in who has tried too often, and nobody else', async () => {
  const [user, other] = [await makeUser(), await makeUser()]
  const home = newAddress()
  const tryTooOften = async ({ email }: { email: string }) => {
    for (let i = 0; i <= policies['sign-in'].quota; i += 1)
      await signIn(email, 'wrong wrong wrong', home)
  }
  await tryTooOften(user)
  await tryTooOften(other)
  expect((await signIn(user.email, password, home)).status).toBe(429)
  const chosen = 'a passphrase of my own'
  expect(await admin(['reset-password', user.email, '--stdin'], `${chosen}\n`)).not.toContain(
    chosen,
  )
  expect((await signIn(user.email, chosen, home)).status).toBe(200)
  expect((await signIn(other.email, password, home)).status).toBe(429)
  await tryTooOften(user)
  expect((await signIn(user.email, chosen, home)).status).toBe(429)
})

/**
 * @returns the distinct statuses of the answers to requests that were sent after a command had
 *   returned
 */
async function answersAfter(header: string, args: string[]): Promise<string[]> {
  const hammer = await Hammer.connect(server.address, 8, { pauseMs: 0 })
  const { after } = await hammer.while(header, () => admin(args))
  hammer.close()
  return Object.keys(after)
}

test('somebody is signed out everywhere, and nobody else', async () => {
  const [user, other] = [await makeUser(), await makeUser()]
  expect(await answersAfter(`xc-auth: ${user.authToken}`, ['sign-out-all', user.email])).toEqual([
    '401',
  ])
  expect(await statusOf({ cookie: user.browser.cookie })).toBe(401)
  expect(await statusOf({ 'xc-token': user.token })).toBe(200)
  expect(await statusOf({ 'xc-auth': other.authToken })).toBe(200)
})

test('a deleted account takes its token along at once, once somebody has said yes', async () => {
  const user = await makeUser()
  await expect(admin(['delete-user', user.email])).rejects.toThrow('give --yes')
  expect(await statusOf({ 'xc-token': user.token })).toBe(200)
  expect(
    await answersAfter(`xc-token: ${user.token}`, ['delete-user', user.email, '--yes']),
  ).toEqual(['401'])
  expect(await statusOf({ 'xc-auth': user.authToken })).toBe(401)
  expect((await signIn(user.email, password)).status).toBe(401)
})

/** A terminal as standard input, on which this text is typed. */
const typing = (text: string) => Object.assign(Readable.from([text]), { isTTY: true })

test('on a terminal it is asked for, and only the address is a yes', async () => {
  const { admin: run } = await import('@/cli/admin/admin')
  const { email, token } = await makeUser()
  await expect(run(['delete-user', email], typing('yes\n'))).rejects.toThrow('nothing was deleted')
  expect(await statusOf({ 'xc-token': token })).toBe(200)
  const [said] = await run(['delete-user', email], typing(`${email}\n`))
  expect(said).toBe(
    `Deleted ${email}: the account, its API token “deploy” (jtn_…${token.slice(-4)}), 2 sessions.`,
  )
  await expect(run(['reset-password', owner, '--stdin'], typing(`${password}\n`))).rejects.toThrow(
    'terminal',
  )
})

test('what is done on the command line is in the activity of the account', async () => {
  const user = await makeUser()
  await admin(['sign-out-all', user.email])
  await admin(['reset-password', user.email, '--stdin'], password)
  const headers = { 'xc-auth': (await signIn(user.email, password)).body.token }
  const rows = (await activityOf(call, headers)).filter(
    ({ credential }) => credential === 'command_line',
  )
  expect(rows.map(({ action, detail }) => [action, detail])).toEqual([
    ['password_reset', { ended: 0 }],
    ['all_sessions_ended', { ended: 2 }],
    ['signed_up', {}],
  ])
})

test('the list is a table: who, since when, what they hold', async () => {
  const user = await makeUser()
  const said = await admin(['list'])
  const [head = '', ...rows] = said.split('\n')
  expect(head.split(/ {2,}/)).toEqual([
    'email',
    'name',
    'role',
    'kind',
    'state',
    'created',
    'token',
    'last used',
    'sessions',
  ])
  const rowOf = (email: string) => rows.find((row) => row.startsWith(`${email} `)) ?? ''
  const time = String.raw`\d{4}-\d\d-\d\d \d\d:\d\d`
  expect(rowOf(user.email)).toMatch(
    new RegExp(`^\\S+ +Ada Lovelace +member +person +active +${time} +yes .* 2$`),
  )
  expect(rowOf(owner)).toMatch(new RegExp(`^\\S+ +owner +person +active +${time} +0$`))
  expect(rowOf(user.email).indexOf('Ada')).toBe(head.indexOf('name'))
  expect(said).toMatch(/\d+ accounts\. Times are UTC\.$/)
  expect(said).not.toContain(user.token)
})

test('the last owner is neither deleted, disabled nor made a member; another owner lets it go', async () => {
  const user = await makeUser()
  const dismissals = [
    ['set-role', owner, '--role', 'member'],
    ['disable', owner],
    ['delete-user', owner, '--yes'],
  ]
  for (const args of dismissals)
    await expect(admin(args), args.join(' ')).rejects.toThrow('is the last owner')
  expect(await admin(['set-role', user.email, '--role', 'owner'])).toBe(
    `${user.email} is an owner now.`,
  )
  await admin(['set-role', owner, '--role', 'member'])
  await expect(admin(['disable', user.email])).rejects.toThrow('is the last owner')
  await admin(['set-role', owner, '--role', 'owner'])
  await expect(admin(['set-role', owner, '--role', 'admin'])).rejects.toThrow('owner or member')
})

test('somebody is disabled at once, and enabled with the token, but not the sessions', async () => {
  const user = await makeUser()
  expect(await answersAfter(`xc-token: ${user.token}`, ['disable', user.email])).toEqual(['401'])
  expect((await signIn(user.email, password)).status).toBe(401)
  await admin(['enable', user.email])
  expect(await statusOf({ 'xc-token': user.token })).toBe(200)
  expect(await statusOf({ 'xc-auth': user.authToken })).toBe(401)
  expect((await signIn(user.email, password)).status).toBe(200)
})

test('a machine is made with a token that is shown once, and has no password', async () => {
  const said = await admin(['create-machine', 'Nightly backup'])
  const [, email = ''] = /^Made the machine (\S+)\.$/m.exec(said) ?? []
  const [, token = ''] = / {2}(jtn_\w+)$/m.exec(said) ?? []
  const { body } = await call('GET', '/api/v1/auth/user/me', { headers: { 'xc-token': token } })
  expect(body).toMatchObject({ email, display_name: 'Nightly backup', is_api_token: true })
  for (const name of ['reset-password', 'reset-link'])
    await expect(admin([name, email])).rejects.toThrow('has no password')
  await expect(admin(['set-role', email, '--role', 'owner'])).rejects.toThrow('is a machine')
  await admin(['delete-user', email, '--yes'])
  expect(await statusOf({ 'xc-token': token })).toBe(401)
})

test('links for an invitation and a new password are printed', async () => {
  const email = newEmail()
  expect(await admin(['invite', email, '--role', 'owner', '--name', 'Grace'])).toMatch(
    /\nhttp:\/\/\S+\/join\/[\w-]{43}$/,
  )
  expect(await admin(['list'])).toMatch(
    new RegExp(`^${email} +Grace +owner +person +invited `, 'm'),
  )
  await expect(admin(['invite', email])).rejects.toThrow('there is an account')
  await expect(admin(['reset-password', email])).rejects.toThrow('has not joined yet')
  const user = await makeUser()
  expect(await admin(['reset-link', user.email])).toMatch(
    /\nhttp:\/\/\S+\/reset-password\/[\w-]{43}$/,
  )
})

test('a deleted person is erased from the log, too', async () => {
  const user = await makeUser()
  expect(await admin(['delete-user', user.email, '--erase', '--yes'])).toContain('A pseudonym')
  const log = JSON.stringify(await askDatabase(server, 'SELECT * FROM "Activity"'))
  expect(log).toContain('account_erased')
  expect(log).not.toContain(user.email)
})

test.each([
  ['nothing', [], 'usage: npm run admin'],
  ['a command that there is not', ['promote', 'ada@example.com'], 'usage'],
  ['a name of every object', ['constructor', 'ada@example.com'], 'usage'],
  ['no address', ['reset-password'], 'usage'],
  ['an argument too many', ['reset-password', 'ada@example.com', 'a-secret-password'], 'usage'],
  [
    'an option that there is not',
    ['reset-password', 'ada@example.com', '--password=a-secret'],
    'usage',
  ],
  ['an option of another command', ['list', '--yes'], 'usage'],
  ['no address, but a word', ['sign-out-all', 'ada'], 'the address cannot be used'],
  ['the address of a machine', ['invite', 'ada@machine.invalid'], 'the address cannot be used'],
  ['another such', ['create-user', 'ada@x.invalid'], 'the address cannot be used'],
  ['two addresses in one', ['sign-out-all', 'ada@bob@example.com'], 'the address cannot be used'],
  [
    'an unknown address',
    ['sign-out-all', 'nobody@example.com'],
    'there is no account nobody@example.com',
  ],
  ['a role for no command of roles', ['disable', 'ada@example.com', '--role', 'owner'], 'usage'],
  ['an unknown address to disable', ['disable', 'nobody@example.com'], 'there is no account'],
  ['a machine without a name', ['create-machine', ' '], 'the name cannot be used'],
  ['an unknown address to reset', ['reset-password', 'nobody@example.com'], 'there is no account'],
  [
    'an unknown address to delete',
    ['delete-user', 'nobody@example.com', '--yes'],
    'there is no account',
  ],
])('%s: one line, exit code 2', async (_, args, words) => {
  const refused = await admin(args).catch((error: Refusal) => error)
  expect(refused).toMatchObject({
    name: 'Refusal',
    exitCode: 2,
    message: expect.stringContaining(words),
  })
  expect(JSON.stringify(refused)).not.toContain('a-secret')
})

test.each([
  ['too short', 'short', 'Use at least 8 characters'],
  ['common', 'qwertyuiop', 'most common'],
  ['the address itself', owner, 'Without the email address'],
  ['little more than a common word', 'Password123.', 'Without “password”'],
])('a password that is %s is refused by the rules of a sign-up', async (_, text, words) => {
  await expect(admin(['reset-password', owner, '--stdin'], text)).rejects.toThrow(words)
  expect((await signIn(owner, password)).status).toBe(200)
})

test('an account is one in every spelling of its address and its password', async () => {
  const [typed, kept] = [`ada.${randomUUID()}@münchen.de`, 'xn--mnchen-3ya.de']
  const secret = 'Crème brûlée, deux fois'
  const said = await admin(['create-user', typed.toUpperCase(), '--stdin'], secret.normalize('NFD'))
  const email = typed.replace('münchen.de', kept)
  expect(said).toContain(email)
  expect((await signIn(typed, secret.normalize('NFC'))).status).toBe(200)
  expect(await admin(['sign-out-all', email])).toContain('its one session was ended')
  await expect(admin(['create-user', email])).rejects.toThrow('there is an account')
})

test('as a command it ends by itself, without a server too, and refuses in one line', async () => {
  await server.stop()
  const listed = await runCommand(['admin', 'list'], settings())
  expect([listed.code, listed.output]).toEqual([
    0,
    expect.stringMatching(/^owner@example\.com +owner /m),
  ])
  const unknown = await runCommand(['admin', 'sign-out-all', 'nobody@example.com'], settings())
  expect([unknown.code, refusalOf(unknown)]).toEqual([
    2,
    expect.stringMatching(/^npm run admin: there is no/),
  ])
  const secret = { JETON_SECRET: Buffer.alloc(32, 7).toString('base64') }
  const other = await runCommand(['admin', 'list'], { ...settings(), ...secret })
  expect([other.code, refusalOf(other)]).toEqual([
    1,
    expect.stringContaining('JETON_SECRET is not the secret'),
  ])
})
