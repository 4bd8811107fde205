import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Call, clientOf, createToken, signUp } from '@/test/support/client'
import { expectProblem } from '@/test/support/problem'
import { type RawHeader, sendRaw } from '@/test/support/raw'
import { type Server, startServer } from '@/test/support/server'

/* JETON_TOKEN_HEADERS: tokens in headers of other programs, for verification alone. */

const path = '/api/v1/verify'

let server: Server
let call: Call
let authToken: string
let token: string
let tokenId: string

beforeAll(async () => {
  server = await startServer({
    JETON_TOKEN_HEADERS: 'X-Api-Key, cf-access-client-secret,proxy-authorization',
    JETON_LOG_LEVEL: 'debug',
  })
  call = clientOf(server.address)
  ;({ authToken } = await signUp(call))
  ;({ id: tokenId, token } = await createToken(call, authToken))
})

/** Fails if the output of the server contains a secret, like every stop. */
afterAll(() => server?.stop())

const ask = (headers: RawHeader[], to = path) =>
  sendRaw(server.address, { path: to, headers }).then(({ status, text }) => ({
    status,
    tokenId: /^x-token-id: *(.*)$/im.exec(text)?.[1]?.trim(),
    vary: /^vary: *(.*)$/im.exec(text)?.[1]?.trim(),
    code: /"code":"(\w+)"/.exec(text)?.[1],
  }))
const basic = (secret: string) => `Basic ${Buffer.from(`anybody:${secret}`).toString('base64')}`

type Present = () => RawHeader[]

describe.each(['x-api-key', 'CF-Access-Client-Secret', 'Proxy-Authorization'])('%s', (name) => {
  test.each<[string, (secret: string) => string]>([
    ['alone', (secret) => secret],
    ['with Bearer', (secret) => `Bearer ${secret}`],
    ['as the password of Basic', basic],
  ])('holds a token of either kind %s', async (_, present) => {
    expect(await ask([[name, present(token)]])).toMatchObject({ status: 200, tokenId })
    expect(await ask([[name, present(authToken)]])).toMatchObject({ status: 200, tokenId: '' })
  })

  test.each<[string, () => string]>([
    ['nothing', () => ''],
    ['an unknown token', () => `${token.slice(0, -8)}AAAAAAAA`],
    ['a token behind another word', () => `Token ${token}`],
    ['a token in quotation marks', () => `"${token}"`],
    ['Bearer without a token', () => 'Bearer'],
    ['Basic with the token as user name', () => `Basic ${btoa(`${token}:`)}`],
    ['Basic without a colon', () => `Basic ${btoa(token)}`],
  ])('with %s is refused, whatever Authorization holds', async (_, value) => {
    const headers: RawHeader[] = [
      [name, value()],
      ['Authorization', `Bearer ${token}`],
    ]
    expect(await ask(headers)).toMatchObject({ status: 401, code: 'token_invalid' })
  })

  test('that is there twice is refused', async () => {
    const headers: RawHeader[] = [
      [name, token],
      [name.toUpperCase(), token],
    ]
    expect(await ask(headers)).toMatchObject({ status: 401, code: 'token_invalid' })
  })
})

describe('the first that is present counts', () => {
  const bad = () => `${token.slice(0, -8)}BBBBBBBB`

  test.each<[string, Present]>([
    ['xc-token', () => [['xc-token', token]]],
    ['x-api-key', () => [['x-api-key', token]]],
    ['the second of the list', () => [['cf-access-client-secret', token]]],
    ['the third of the list', () => [['proxy-authorization', token]]],
    ['Authorization', () => [['authorization', `Bearer ${token}`]]],
  ])('%s, before those that come later', async (_, present) => {
    const order = ['xc-token', 'x-api-key', 'cf-access-client-secret', 'proxy-authorization']
    const own = present()
    const place = order.indexOf(own[0]?.[0] ?? '')
    const later = place < 0 ? [] : [...order.slice(place + 1), 'authorization']
    const worse = later.map((name): RawHeader => [name, bad()])
    expect(await ask([...worse, ...own])).toMatchObject({ status: 200, tokenId })
    for (const name of place < 0 ? order : order.slice(0, place))
      expect(await ask([...own, [name, bad()]])).toMatchObject({ status: 401 })
  })

  test('xc-auth comes before the list', async () => {
    const good: RawHeader[] = [['xc-auth', authToken]]
    expect(await ask([['x-api-key', bad()], ...good])).toMatchObject({ status: 200 })
    expect(
      await ask([
        ['x-api-key', token],
        ['xc-auth', 'bad'],
      ]),
    ).toMatchObject({ status: 401 })
  })
})

test.each(['p-access-token', 'x-token', 'api-key', 'constructor', 'x-api-key2', 'apikey'])(
  'a header off the list is never looked at: %s',
  async (name) => {
    expect(await ask([[name, token]])).toMatchObject({ status: 401, code: 'credential_missing' })
    const beside: RawHeader[] = [
      [name, 'bad'],
      ['authorization', `Bearer ${token}`],
    ]
    expect(await ask(beside)).toMatchObject({ status: 200, tokenId })
  },
)

test('verification alone looks at them', async () => {
  for (const address of ['/api/v1/auth/user/me', '/api/v1/tokens']) {
    const answer = await call('GET', address, { headers: { 'x-api-key': authToken } })
    expectProblem(answer, 401, 'credential_missing')
  }
  const body = new URLSearchParams({ token })
  const introspect = (headers: Record<string, string>) =>
    call('POST', '/api/v1/introspect', { headers, body })
  expect((await introspect({ 'x-api-key': token })).status).toBe(401)
  expect((await introspect({ 'xc-token': token })).status).toBe(200)
})

test('every answer says by which headers it differs', async () => {
  const vary =
    'xc-token, xc-auth, x-api-key, cf-access-client-secret, proxy-authorization, Authorization'
  const answers: RawHeader[][] = [[], [['x-api-key', 'bad']], [['x-api-key', token]]]
  for (const headers of answers) expect((await ask(headers)).vary).toBe(vary)
})

test('no token from them is in the log, whatever the address is', async () => {
  const values = [token, `Bearer ${token}`, basic(token), authToken]
  for (const to of [path, `${path}/../tokens`, '/api/v1/auth/user/me', '/%00', '/nowhere'])
    for (const name of ['x-api-key', 'proxy-authorization'])
      for (const value of values) await ask([[name, value]], to)
  const secrets = [token, authToken, btoa(`anybody:${token}`)]
  expect(secrets.filter((secret) => server.output().includes(secret))).toEqual([])
})
