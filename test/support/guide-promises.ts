import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { type Answer, callerOf, signUp } from '@/test/support/client'
import { changeDatabase } from '@/test/support/database'
import {
  type Account,
  askJeton,
  count,
  expectIdentity,
  expectNoCredential,
  expectRefused,
  type Guide,
  identityIn,
  lastSeen,
  makeAccount,
  type StartGuarded,
  useGuide,
} from '@/test/support/guarded'
import { identityNames } from '@/test/support/identity-names'
import { type RawHeader, sendRaw } from '@/test/support/raw'
import { describeBody, startUpstream } from '@/test/support/upstream'

/* The promises of every guide, for any program between the caller and the service. */

/** The answer must arrive within this time if Jeton is too slow. */
const patienceMs = 5_000

const spellingsOf = (name: string) => [
  name,
  name.toLowerCase(),
  name.toUpperCase(),
  name.replaceAll('-', '_'),
  name.toLowerCase().replaceAll('-', '_'),
  name.toUpperCase().replaceAll('-', '_'),
  name.replace('-', '_'),
  name.replace(/-(\w+)$/, '_$1'),
]

/** Further characters that a header's name may contain (RFC 9110, section 5.6.2). */
const oddSigns = [...'!#$%&*+.^`|~', "'"]

const oddly = (sign: string, i: number) =>
  identityNames[i % identityNames.length]?.replaceAll('-', sign) ?? ''

/** Each spelling once: Python's server accepts at most a hundred headers. */
const spellings = [...new Set([...identityNames.flatMap(spellingsOf), ...oddSigns.map(oddly)])]

const names = [
  ['emoji', '🔑 prod 🚀'],
  ['255 emoji', '🔑'.repeat(255)],
  ['255 umlauts', 'ü'.repeat(255)],
  ['percent signs', '100 %, %41%0d%0a'],
  ['placeholders', '{http.request.header.xc-token} {env.HOME} $http_xc_token `id`'],
  ['CR LF', 'a\r\nRemote-User: admin@example.com\r\n\r\nb'],
]

/**
 * Declares the tests of a guide.
 * @param away the statuses that a caller may receive if Jeton cannot be reached
 * @param more declares the guide's own tests
 */
export function describeGuide(
  title: string,
  start: StartGuarded,
  { away, more = () => {} }: { away: number[]; more?: (guide: Guide) => void },
): void {
  describe(title, () => {
    const guide = useGuide(start)
    acceptsAndRefuses(guide)
    tellsWhoseTokenItIs(guide)
    asksLittle(start)
    more(guide)
    closesWithoutJeton(guide, away)
  })
}

type Present = (account: Account) => Record<string, string>

const basic = (user: string, secret: string) =>
  `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}`

const accepted: [string, Present][] = [
  ['xc-token', ({ token }) => ({ 'xc-token': token })],
  ['xc-auth', ({ authToken }) => ({ 'xc-auth': authToken })],
  ['Bearer with an API token', ({ token }) => ({ authorization: `Bearer ${token}` })],
  ['Bearer with an auth token', ({ authToken }) => ({ authorization: `Bearer ${authToken}` })],
  ['Basic', ({ token }) => ({ authorization: basic('anybody', token) })],
  [
    'xc-token beside two others',
    (own) => ({
      'xc-token': own.token,
      'xc-auth': own.authToken,
      authorization: `Bearer ${own.token}`,
    }),
  ],
]

const refused: [string, Present][] = [
  ['no credential', () => ({})],
  ['an unknown token', () => ({ 'xc-token': `jtn_${'0'.repeat(40)}` })],
  ['a token with one character too many', ({ token }) => ({ 'xc-token': `${token}0` })],
  ['an auth token as xc-token', ({ authToken }) => ({ 'xc-token': authToken })],
  [
    'a bad xc-token beside a good xc-auth',
    ({ authToken }) => ({ 'xc-token': 'no', 'xc-auth': authToken }),
  ],
  ['another scheme', ({ token }) => ({ authorization: `Token ${token}` })],
  ['a bad password', () => ({ authorization: basic('anybody', 'no') })],
  ['Jeton’s cookie alone', ({ authToken }) => ({ cookie: `next-auth.session-token=${authToken}` })],
  [
    'forged headers alone',
    ({ email }) => ({ 'remote-user': email, 'x-auth-request-user': 'admin' }),
  ],
]

function acceptsAndRefuses(guide: Guide): void {
  test.each(accepted)('%s is let through, and stays outside', async (_, present) => {
    const { status, text } = await guide.call('GET', '/hello?x=1', {
      headers: present(guide.account),
    })
    expect(status, text).toBe(200)
    expectIdentity(lastSeen(guide), await askJeton(guide, present(guide.account)))
    expectNoCredential(lastSeen(guide), guide.account)
  })

  test.each(refused)('%s is refused with 401', async (_, present) => {
    expectRefused(
      guide,
      count(guide),
      await guide.call('GET', '/', { headers: present(guide.account) }),
    )
  })

  test('a deleted token is refused by the very next request', async () => {
    const { authToken, token, tokenId } = await makeAccount(guide.jetonCall)
    const use = () => guide.call('GET', '/', { headers: { 'xc-token': token } })
    expect((await use()).status).toBe(200)
    const gone = await guide.jetonCall('DELETE', `/api/v1/tokens/${tokenId}`, {
      headers: { 'xc-auth': authToken },
    })
    expect(gone.status).toBeLessThan(300)
    expectRefused(guide, count(guide), await use())
  })

  test('an auth token is refused once its session has signed out', async () => {
    const { authToken } = await signUp(guide.jetonCall)
    const headers = { 'xc-auth': authToken }
    expect((await guide.call('GET', '/', { headers })).status).toBe(200)
    expect(
      (await guide.jetonCall('POST', '/api/v1/auth/user/signout', { headers })).status,
    ).toBeLessThan(300)
    expectRefused(guide, count(guide), await guide.call('GET', '/', { headers }))
  })

  test('HEAD is asked about like GET', async () => {
    const headers = { 'xc-token': guide.account.token }
    expect((await guide.call('HEAD', '/', { headers })).status).toBe(200)
    expect(lastSeen(guide).method).toBe('HEAD')
    expect((await guide.call('HEAD', '/')).status).toBe(401)
  })

  test('a body of 10 MB arrives whole', async () => {
    const body = randomBytes(10 * 1024 * 1024)
    const headers = { 'xc-token': guide.account.token, 'content-type': 'application/octet-stream' }
    expect((await guide.call('POST', '/upload', { headers, body })).status).toBe(200)
    expect(lastSeen(guide)).toMatchObject({ method: 'POST', ...describeBody(body) })
  })
}

function tellsWhoseTokenItIs(guide: Guide): void {
  const kinds: [string, Present][] = [
    ['a token', ({ token }) => ({ 'xc-token': token })],
    ['an auth token, which has no id and no name', ({ authToken }) => ({ 'xc-auth': authToken })],
  ]

  test.each(kinds)(
    'no spelling of a header that the caller made up survives beside %s',
    async (_, present) => {
      const credential = present(guide.account)
      const forged = spellings.map((name): RawHeader => [name, 'forged'])
      const { text } = await sendRaw(guide.guarded.address, {
        path: '/',
        headers: [...forged.slice(0, 20), ...Object.entries(credential), ...forged.slice(20)],
      })
      expect(text).toMatch(/^HTTP\/1\.[01] 200 /)
      expectIdentity(lastSeen(guide), await askJeton(guide, credential))
      expect(lastSeen(guide).headers.filter(([, value]) => value.includes('forged'))).toEqual([])
    },
  )

  test('a caller cannot have the headers removed by calling them hop-by-hop', async () => {
    const credential = { 'xc-token': guide.account.token }
    await sendRaw(guide.guarded.address, {
      path: '/hop-by-hop',
      headers: [
        ...Object.entries(credential),
        ['Connection', `close, ${identityNames.join(', ')}`],
      ],
    })
    expect(lastSeen(guide).url).toContain('/hop-by-hop')
    expectIdentity(lastSeen(guide), await askJeton(guide, credential))
  })

  test.each(names)('a token’s name of %s arrives in one header', async (_, name) => {
    const { token, tokenId, email } = await makeAccount(guide.jetonCall)
    const rename = (sql: string, ...parameters: unknown[]) =>
      changeDatabase(guide.jeton, sql, { parameters })
    await rename('UPDATE "ApiToken" SET "name" = ? WHERE "id" = ?', name, tokenId)
    await rename('UPDATE "User" SET "displayName" = ? WHERE "email" = ?', name, email)
    expect((await guide.call('GET', '/', { headers: { 'xc-token': token } })).status).toBe(200)
    const seen = identityIn(lastSeen(guide))
    expect(seen.get('x-token-name')?.map(decodeURIComponent)).toEqual([name])
    expect(seen.get('remote-name')?.map(decodeURIComponent)).toEqual([name])
    expect(seen.get('remote-user')).toEqual([email])
  })
}

/**
 * Replaces Jeton by a stand-in that records its requests. Like Jeton, it sends a positive result
 * without a body and a negative one with a body.
 */
async function askStandIn(start: StartGuarded, statuses: number[]) {
  let status = 0
  const standIn = await startUpstream(() => ({ status, body: status === 200 ? '' : 'no' }))
  const guarded = await start(`127.0.0.1:${standIn.port}`)
  const before = guarded.seen().length
  const headers = { 'xc-token': 'x', cookie: 'a=b', authorization: 'Bearer y' }
  const answers: Answer[] = []
  try {
    for (status of statuses)
      answers.push(
        await callerOf(guarded.address)('POST', '/', { headers, body: 'for the service alone' }),
      )
    const letThrough = guarded.seen().length - before
    return { answers, letThrough, questions: standIn.seen(), connections: standIn.connections() }
  } finally {
    await guarded.stop()
    await standIn.stop()
  }
}

function asksLittle(start: StartGuarded): void {
  test.each([200, 401])(
    'Jeton is told the credential alone, on connections that are kept after %i',
    async (status) => {
      const { questions, connections } = await askStandIn(start, Array(10).fill(status))
      expect(questions).toHaveLength(10)
      expect(connections).toBeLessThan(4)
      for (const question of questions) {
        const told = new Map(question.headers.map(([name, value]) => [name.toLowerCase(), value]))
        expect(question).toMatchObject({ url: '/api/v1/verify', bodyLength: 0 })
        expect(told.get('cookie') ?? '').toBe('')
        expect([told.get('xc-token'), told.get('authorization')]).toEqual(['x', 'Bearer y'])
      }
    },
  )

  test('whatever is not a yes is a no', async () => {
    const { answers, letThrough } = await askStandIn(
      start,
      [302, 400, 401, 403, 404, 429, 500, 503],
    )
    expect(letThrough).toBe(0)
    expect(answers.filter(({ status }) => status < 300)).toEqual([])
  })
}

/** The last of the tests, because nothing works after it. */
function closesWithoutJeton(guide: Guide, away: number[]): void {
  test('a Jeton that hangs, and one that is away, close the service', async () => {
    const before = count(guide)
    const use = () => guide.call('GET', '/', { headers: { 'xc-token': guide.account.token } })
    process.kill(guide.jeton.pid, 'SIGSTOP')
    const asked = performance.now()
    const hung = await use()
    const waited = performance.now() - asked
    await guide.jeton.stop('SIGKILL')
    expect(away).toContain(hung.status)
    expect(waited).toBeLessThan(patienceMs)
    expect(away).toContain((await use()).status)
    expect(count(guide)).toBe(before)
  })
}
