import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { callerOf, clientOf, signUp } from '@/test/support/client'
import { guardBy } from '@/test/support/guard-by'
import {
  type Account,
  count,
  expectNoCredential,
  type Guarded,
  type Guide,
  hostOf,
  identityIn,
  lastSeen,
  makeAccount,
  useGuide,
} from '@/test/support/guarded'
import { insertBefore, replaceLine, snippetOf } from '@/test/support/guide'
import { identityNames } from '@/test/support/identity-names'
import { startApache } from '@/test/support/proxy'
import { keepsProxyPromises } from '@/test/support/proxy-promises'
import { type RawHeader, sendRaw } from '@/test/support/raw'
import { startTlsFront } from '@/test/support/tls-front'

/* docs/guides/apache.md, run by Apache itself. */

const files = { 'jeton.lua': snippetOf('apache.md', 'lua jeton.lua') }

/** Starts the guide's Apache, with a token of its own and an https address of Jeton. */
async function run(jeton: string, change = (site: string) => site): Promise<Guarded> {
  const { token } = await makeAccount(clientOf(`http://${jeton}`))
  const front = await startTlsFront(jeton)
  const site = snippetOf('apache.md', 'apache service.conf', {
    'https://tokens.example.com': front.address,
    'jtn_the-token-of-apache': token,
  })
  const trusting = insertBefore(change(site), /^OIDCPass/, 'OIDCCABundlePath /etc/apache2/ca.pem')
  const own = { ...files, 'ca.pem': front.certificate }
  const guarded = await guardBy((moved, port) => startApache(moved, port, own), trusting)
  const stop = async () => {
    await guarded.stop()
    await front.stop()
  }
  return { ...guarded, stop }
}

const withPreflights = (site: string) =>
  replaceLine(site, /^ +Require expr /, () => snippetOf('apache.md', 'apache preflight'))

const basic = (secret: string) => `Basic ${Buffer.from(`anybody:${secret}`).toString('base64')}`

const accepted: [string, (account: Account) => Record<string, string>][] = [
  ['xc-token', ({ token }) => ({ 'xc-token': token })],
  ['xc-auth', ({ authToken }) => ({ 'xc-auth': authToken })],
  ['Bearer', ({ token }) => ({ authorization: `Bearer ${token}` })],
  ['Bearer with an auth token', ({ authToken }) => ({ authorization: `Bearer ${authToken}` })],
  ['Basic', ({ token }) => ({ authorization: basic(token) })],
  ['xc-token beside another', ({ token }) => ({ 'xc-token': token, authorization: 'Bearer x' })],
]

const refused: typeof accepted = [
  ['no credential', () => ({})],
  ['an unknown token', () => ({ 'xc-token': `jtn_${'0'.repeat(40)}` })],
  ['an auth token as xc-token', ({ authToken }) => ({ 'xc-token': authToken })],
  ['an API token as xc-auth', ({ token }) => ({ 'xc-auth': token })],
  ['a bad one beside a good one', ({ authToken }) => ({ 'xc-token': 'no', 'xc-auth': authToken })],
  ['another scheme', ({ token }) => ({ authorization: `Token ${token}` })],
  ['a bad password', () => ({ authorization: basic('no') })],
  ['forged headers alone', ({ email }) => ({ 'remote-user': email })],
]

/** Expects what the guide promises of the headers, and nothing of the others. */
async function expectIdentity(guide: Guide, isApiToken: boolean): Promise<void> {
  const { email, authToken, tokenId } = guide.account
  const headers = { 'xc-auth': authToken }
  const { id } = (await guide.jetonCall('GET', '/api/v1/auth/user/me', { headers })).body
  const wanted: Record<string, string> = {
    'remote-user': email,
    'remote-email': email,
    'x-auth-request-email': email,
    'x-auth-request-user': id,
    ...(isApiToken && { 'x-token-id': tokenId }),
  }
  for (const [name, values] of identityIn(lastSeen(guide)))
    expect([name, values]).toEqual([name, wanted[name] ? [wanted[name]] : []])
}

describe('Apache', () => {
  const guide = useGuide(run)

  const use = (headers: Record<string, string>) => guide.call('GET', '/', { headers })

  async function expectRefused(headers: Record<string, string>): Promise<void> {
    const before = count(guide)
    const { status, headers: answered } = await use(headers)
    expect([status, answered.get('www-authenticate')]).toEqual([
      401,
      expect.stringMatching(/^Bearer/),
    ])
    expect(count(guide)).toBe(before)
  }

  test.each(accepted)('%s is let through, and stays outside', async (_, present) => {
    const headers = present(guide.account)
    const { status, text } = await use(headers)
    expect(status, text).toBe(200)
    await expectIdentity(guide, !JSON.stringify(headers).includes(guide.account.authToken))
    expectNoCredential(lastSeen(guide), guide.account)
  })

  test.each(refused)('%s is refused with 401', (_, present) =>
    expectRefused(present(guide.account)),
  )

  test('a deleted token, and one whose session has ended, are refused by the next request', async () => {
    const { authToken, token, tokenId } = await makeAccount(guide.jetonCall)
    const headers = { 'xc-auth': authToken }
    expect((await use({ 'xc-token': token })).status).toBe(200)
    await guide.jetonCall('DELETE', `/api/v1/tokens/${tokenId}`, { headers })
    await expectRefused({ 'xc-token': token })
    const { authToken: other } = await signUp(guide.jetonCall)
    expect((await use({ 'xc-auth': other })).status).toBe(200)
    await guide.jetonCall('POST', '/api/v1/auth/user/signout', { headers: { 'xc-auth': other } })
    await expectRefused({ 'xc-auth': other })
  })

  const send = (headers: RawHeader[]) =>
    sendRaw(guide.guarded.address, {
      path: '/',
      headers: [['xc-token', guide.account.token], ...headers],
    })

  test('no header that the caller made up survives, and none can be removed', async () => {
    const forged = identityNames.flatMap((name): RawHeader[] => [
      [name, 'forged'],
      [name.toUpperCase(), 'forged'],
    ])
    expect((await send(forged)).text).toMatch(/^HTTP\/1\.1 200 /)
    await expectIdentity(guide, true)
    expect(JSON.stringify(lastSeen(guide).headers)).not.toContain('forged')
    expect((await send([['Connection', `close, ${identityNames.join(', ')}`]])).text).toMatch(
      / 200 /,
    )
    await expectIdentity(guide, true)
  })

  test.each([...'!#$%&*+.^_`|~', "'"])('a name with %s is refused', async (sign) => {
    const before = count(guide)
    const { text } = await send([[`Remote${sign}User`, 'forged']])
    expect(text).toMatch(/^HTTP\/1\.1 400 /)
    expect(count(guide)).toBe(before)
  })

  keepsProxyPromises(guide)

  describe('with its section on preflights', () => {
    let opened: Guarded
    beforeAll(async () => {
      opened = await run(hostOf(guide.jeton), withPreflights)
    })
    afterAll(() => opened?.stop())

    const origin = { Origin: 'https://app.example.com' }
    const preflight = { ...origin, 'Access-Control-Request-Method': 'PUT' }
    const ask = async (method: string, headers: Record<string, string>, body?: string) => {
      const before = opened.seen().length
      const { status } = await callerOf(opened.address)(
        method,
        '/',
        body ? { headers, body } : { headers },
      )
      return { status, seen: opened.seen().slice(before) }
    }

    test('a preflight arrives alone, without identity, token and cookie', async () => {
      const more = { Cookie: 'a=b', 'X-HTTP-Method-Override': 'DELETE', 'Remote-User': 'forged' }
      const { status, seen } = await ask('OPTIONS', { ...preflight, ...more, 'xc-token': 'x' })
      expect([status, seen.length]).toEqual([200, 1])
      const names = seen[0]?.headers.map(([name]) => name.toLowerCase()) ?? []
      expect(names).toContain('access-control-request-method')
      for (const name of ['cookie', 'x-http-method-override', 'remote-user', 'xc-token'])
        expect(names).not.toContain(name)
    })

    test.each([
      ['OPTIONS', {}, undefined],
      ['OPTIONS', origin, undefined],
      ['OPTIONS', { ...origin, 'Access-Control-Request-Method': '11' }, undefined],
      ['OPTIONS', preflight, 'a body'],
      ['GET', preflight, undefined],
      ['DELETE', preflight, undefined],
    ])('nothing else comes in without a token: %s %o %s', async (method, headers, body) => {
      expect(await ask(method, headers, body)).toEqual({ status: 401, seen: [] })
    })

    test('a token is let through as ever', async () => {
      const { status, seen } = await ask('GET', { 'xc-token': guide.account.token })
      expect([status, seen.length]).toEqual([200, 1])
    })
  })

  /** The last one, because nothing works after it. */
  test('a Jeton that hangs, and one that is away, close the service', async () => {
    process.kill(guide.jeton.pid, 'SIGSTOP')
    await expectRefused({ 'xc-token': guide.account.token })
    await guide.jeton.stop('SIGKILL')
    await expectRefused({ 'xc-token': guide.account.token })
  })
})
