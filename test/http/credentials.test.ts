import { randomBytes } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { makeApiTokenSecret } from '@/lib/tokens/api-token-secret'
import { signInAsBrowser } from '@/test/support/browser'
import { clientOf, createToken, signUp } from '@/test/support/client'
import { expectProblem } from '@/test/support/problem'
import { sharedServer } from '@/test/support/shared-server'

const path = '/api/v1/auth/user/me'
const missing = 'Bearer realm="jeton"'
const invalid = 'Bearer realm="jeton", error="invalid_token"'

/**
 * One credential in each position, each of a different user: the user in the answer shows which
 * credential was used.
 */
const places = ['xc-token', 'xc-auth', 'authorization', 'cookie'] as const
type Place = (typeof places)[number]
type Credentials = Record<Place, string>

const call = clientOf(sharedServer().address)
let good: Credentials
let emails: Credentials
let apiToken: string
let authToken: string

beforeAll(async () => {
  const users = await Promise.all(places.map(() => signUp(call)))
  const [first, second, third, fourth] = users as [User, User, User, User]
  apiToken = (await createToken(call, first.authToken)).token
  authToken = second.authToken
  const bearer = (await createToken(call, third.authToken)).token
  const { cookie } = await signInAsBrowser(call, fourth.email)
  good = { 'xc-token': apiToken, 'xc-auth': authToken, authorization: `Bearer ${bearer}`, cookie }
  emails = Object.fromEntries(users.map(({ email }, i) => [places[i], email])) as Credentials
})

type User = Awaited<ReturnType<typeof signUp>>
const me = (headers: Record<string, string>) => call('GET', path, { headers })

async function expectRefused(headers: Record<string, string>) {
  const answer = await me(headers)
  expectProblem(answer, 401, 'token_invalid')
  expect(answer.headers.get('www-authenticate')).toBe(invalid)
}

test.each(places)('%s counts before everything after it', async (place) => {
  const present = places.slice(places.indexOf(place))
  const { status, body } = await me(Object.fromEntries(present.map((name) => [name, good[name]])))
  expect({ status, email: body.email }).toEqual({ status: 200, email: emails[place] })
})

const unusable = {
  empty: '',
  nonsense: 'nonsense',
  long: 'x'.repeat(4000),
  'well-formed but unknown': makeApiTokenSecret(randomBytes),
}
const bad: [place: Place, what: string, value: string][] = [
  ...Object.entries(unusable).flatMap(([what, value]): [Place, string, string][] => [
    ['xc-token', what, value],
    ['xc-auth', what, value],
    ['authorization', `Bearer, ${what}`, `Bearer ${value}`],
  ]),
  ...['', 'Bearer', 'Bearer a b', 'Basic YTpi', 'Digest x', 'Bearerx y', 'nonsense'].map(
    (value): [Place, string, string] => ['authorization', JSON.stringify(value), value],
  ),
]

test.each(bad)(
  'a bad %s (%s) never makes way for a good credential after it',
  async (place, _, value) => {
    const after = places.slice(places.indexOf(place) + 1)
    await expectRefused({ [place]: value })
    for (const name of after) await expectRefused({ [place]: value, [name]: good[name] })
    await expectRefused({
      [place]: value,
      ...Object.fromEntries(after.map((name) => [name, good[name]])),
    })
  },
)

test('an API token is refused as xc-auth, and an auth token as xc-token', async () => {
  await expectRefused({ 'xc-auth': apiToken })
  await expectRefused({ 'xc-token': authToken })
})

test.each(['Bearer', 'bearer', 'BEARER'])(
  '%s takes an API token and an auth token',
  async (scheme) => {
    for (const token of [apiToken, authToken]) {
      expect((await me({ authorization: `${scheme} ${token}` })).status).toBe(200)
    }
  },
)

test('an API token works letter by letter, and no other way', async () => {
  for (const wrong of [
    apiToken.toLowerCase(),
    apiToken.slice(0, -1),
    `${apiToken}0`,
    apiToken.slice(4),
    `"${apiToken}"`,
  ]) {
    await expectRefused({ 'xc-token': wrong })
    await expectRefused({ authorization: `Bearer ${wrong}` })
  }
})

test('without a credential the challenge names no error', async () => {
  const answer = await me({})
  expectProblem(answer, 401, 'credential_missing')
  expect(answer.headers.get('www-authenticate')).toBe(missing)
})

test('a cookie that we did not make is refused', async () => {
  const sessionName = /jeton-\w+\.session(?==)/.exec(good.cookie)?.[0]
  for (const value of ['x', 'a.b.c.d.e', '%00', '%ff%fe', authToken, apiToken]) {
    for (const name of ['next-auth.session-token', sessionName])
      expect((await me({ cookie: `${name}=${value}` })).status).toBe(401)
  }
})

test('a token in the URL is not looked at', async () => {
  for (const name of ['token', 'access_token', 'xc-token', 'xc-auth', 'apikey', 'authorization']) {
    for (const token of [apiToken, authToken, `Bearer ${apiToken}`]) {
      const query = new URLSearchParams({ [name]: token })
      expectProblem(await call('GET', `${path}?${query}`), 401, 'credential_missing')
    }
  }
})

/**
 * A malformed credential: the kind of its token, its header, the function that writes it, and the
 * hints in the answer.
 */
type Slip = [kind: 'api' | 'auth', name: Place, write: (token: string) => string, ...says: string[]]

const slips: Slip[] = [
  ['api', 'xc-auth', (token) => token, 'in the header xc-token'],
  ['auth', 'xc-token', (token) => token, 'in the header xc-auth'],
  ['api', 'xc-auth', (token) => `"${token}"`, 'in the header xc-token', 'without quotation marks'],
  ['api', 'xc-token', (token) => `"${token}"`, 'without quotation marks'],
  ['api', 'xc-token', (token) => bytesOf(`“${token}”`), 'without quotation marks'],
  ['api', 'xc-token', (token) => `Bearer ${token}`, 'without Bearer'],
  ['auth', 'xc-auth', (token) => `Bearer ${token}`, 'without Bearer'],
  ['api', 'xc-token', (token) => `<${token}>`, 'without brackets'],
  ['api', 'xc-token', (token) => `${token},`, 'a comma'],
  ['api', 'xc-token', (token) => `${token}\\n`, '\\n'],
  ['api', 'xc-token', (token) => `token=${token}`, 'without the name'],
  ['api', 'xc-token', (token) => bytesOf(`jtn_…${token.slice(-4)}`), 'ellipsis'],
  ['api', 'xc-token', (token) => token.slice(0, 20), 'cut short'],
  ['auth', 'xc-auth', (token) => token.slice(0, 60), 'cut short'],
  ['api', 'xc-token', (token) => `${token}, ${token}`, 'one token'],
  ['api', 'xc-token', () => '', 'empty'],
  ['api', 'authorization', (token) => token, 'with Bearer'],
  ['auth', 'authorization', (token) => token, 'with Bearer'],
  ['api', 'authorization', (token) => `Token ${token}`, 'with Bearer'],
  [
    'api',
    'authorization',
    (token) => `"Bearer ${token}"`,
    'with Bearer',
    'without quotation marks',
  ],
  ['api', 'authorization', (token) => `Bearer "${token}"`, 'without quotation marks'],
  ['api', 'authorization', (token) => `Bearer Bearer ${token}`, 'without Bearer'],
  ['api', 'authorization', (token) => `Bearer ${token.slice(0, 20)}`, 'cut short'],
  ['api', 'authorization', () => 'Bearer', 'empty'],
  ['api', 'authorization', (token) => `Basic ${token}`, 'in base64'],
]

/** Encodes non-ASCII text as programs put it into a header: as the bytes of UTF-8. */
const bytesOf = (text: string) => Buffer.from(text).toString('latin1')

const madeUp = () => ({
  api: makeApiTokenSecret(randomBytes),
  auth: authToken.replace(/[^.]*$/, randomBytes(64).toString('base64url')),
})

test.each([path, '/api/v1/verify', '/api/v1/tokens', '/api/v1/introspect'])(
  '%s says what is wrong with the form of what was sent, the same of a token that exists and of one that does not',
  async (address) => {
    const method = address.endsWith('introspect') ? 'POST' : 'GET'
    const details = async (own: { api: string; auth: string }) => {
      const answers = []
      for (const [kind, name, write] of slips) {
        const answer = await call(method, address, { headers: { [name]: write(own[kind]) } })
        expectProblem(answer, 401, 'token_invalid')
        expect(answer.headers.get('www-authenticate')).toContain(invalid)
        for (const token of Object.values(own))
          expect(answer.text).not.toContain(token.slice(4, 14))
        answers.push(answer.body.detail)
      }
      return answers
    }
    const existing = await details({ api: apiToken, auth: authToken })
    for (const [i, [, , , ...says]] of slips.entries())
      for (const words of says) expect(existing[i]).toContain(words)
    expect(await details(madeUp())).toEqual(existing)
  },
)

test('of a token in its form nothing more is said', async () => {
  const { api, auth } = madeUp()
  const sent: Record<string, string>[] = [
    { 'xc-token': api },
    { 'xc-auth': auth },
    { 'xc-token': 'nonsense' },
  ]
  for (const headers of sent)
    expect((await me(headers)).body.detail).toBe('The token is not valid.')
})

test('a token that is the user name of Basic is told to be its password', async () => {
  const sent = (text: string) => ({
    authorization: `Basic ${Buffer.from(text).toString('base64')}`,
  })
  const ask = (text: string) => call('GET', '/api/v1/verify', { headers: sent(text) })
  for (const token of [apiToken, madeUp().api]) {
    const answer = await ask(`${token}:`)
    expectProblem(answer, 401, 'token_invalid')
    expect(answer.body.detail).toContain('the token is the password')
  }
  expect((await me(sent(`x:${apiToken}`))).body.detail).toContain('/api/v1/introspect')
})
