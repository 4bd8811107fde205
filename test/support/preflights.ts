import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  askJeton,
  expectIdentity,
  expectNoCredential,
  type Guarded,
  type Guide,
  hostOf,
  identityIn,
  type StartGuarded,
} from '@/test/support/guarded'
import { identityNames } from '@/test/support/identity-names'
import { type RawHeader, sendRaw } from '@/test/support/raw'
import type { Seen } from '@/test/support/upstream'

/* The promises of a guide's section "Preflights". */

const origin: RawHeader = ['Origin', 'https://app.example.com']
const asked: RawHeader = ['Access-Control-Request-Method', 'PUT']
const both = [origin, asked]

/** Requests that resemble a preflight. */
const others: [string, string, RawHeader[]][] = [
  ['OPTIONS alone', 'OPTIONS', []],
  ['OPTIONS with Origin', 'OPTIONS', [origin]],
  ['OPTIONS with a method', 'OPTIONS', [asked]],
  ['OPTIONS with an empty Origin', 'OPTIONS', [['Origin', ''], asked]],
  ['OPTIONS with an empty method', 'OPTIONS', [origin, [asked[0], '']]],
  ['OPTIONS with something else for a method', 'OPTIONS', [origin, [asked[0], '11']]],
  ['OPTIONS with no Origin and another method', 'OPTIONS', [[asked[0], '11']]],
  ['GET', 'GET', both],
  ['HEAD', 'HEAD', both],
  ['POST', 'POST', both],
  ['PUT', 'PUT', both],
  ['DELETE', 'DELETE', both],
  ['options', 'options', both],
  ['OPTIONSX', 'OPTIONSX', both],
  ['GET for OPTIONS', 'GET', [...both, ['X-HTTP-Method-Override', 'OPTIONS']]],
]

interface Opened {
  guarded: Guarded
  send: (method: string, headers: RawHeader[]) => Promise<{ status: number; seen: Seen[] }>
}

/** Starts a service behind the same Jeton, with the guide's section. */
function useOpened(guide: Guide, start: StartGuarded): Opened {
  const opened = {} as Opened
  beforeAll(async () => {
    const guarded = await start(hostOf(guide.jeton))
    opened.guarded = guarded
    opened.send = async (method, headers) => {
      const before = guarded.seen().length
      const { text } = await sendRaw(guarded.address, { method, path: '/items', headers })
      const status = Number(/^HTTP\/1\.[01] (\d{3}) /.exec(text)?.[1])
      return { status, seen: guarded.seen().slice(before) }
    }
  })
  afterAll(() => opened.guarded?.stop())
  return opened
}

/** @param start starts a service behind the guide's configuration, with its section "Preflights" */
export function letsPreflightsThrough(guide: Guide, start: StartGuarded): void {
  describe('with its section on preflights', () => {
    const opened = useOpened(guide, start)

    test('a preflight arrives without a token, as it was sent', async () => {
      const headers: RawHeader[] = [...both, ['Access-Control-Request-Headers', 'xc-token']]
      const { status, seen } = await opened.send('OPTIONS', headers)
      expect(status).toBe(200)
      expect(seen).toMatchObject([{ method: 'OPTIONS', url: expect.stringMatching(/\/items$/) }])
      const told = new Map(seen[0]?.headers.map(([name, value]) => [normalise(name), value]))
      for (const [name, value] of headers) expect(told.get(normalise(name))).toBe(value)
      expectNobody(seen[0])
    })

    test('it brings in neither an identity nor a token', async () => {
      const { account } = guide
      const spellings = [
        ...identityNames,
        ...identityNames.map((name) => name.replaceAll('-', '_')),
      ]
      const { status, seen } = await opened.send('OPTIONS', [
        ...both,
        ...spellings.map((name): RawHeader => [name, 'forged']),
        ['xc-token', account.token],
        ['xc-auth', account.authToken],
        ['Authorization', `Bearer ${account.token}`],
      ])
      expect(status).toBe(200)
      expectNobody(seen[0])
      expectNoCredential(seen[0] as Seen, account)
      expect(JSON.stringify(seen)).not.toContain('forged')
    })

    test.each(others)('nothing else comes in without a token: %s', async (_, method, headers) => {
      const { status, seen } = await opened.send(method, headers)
      expect(status).toBeGreaterThanOrEqual(400)
      expect(seen).toEqual([])
    })

    test.each([
      ['GET', []],
      ['GET', both],
      ['OPTIONS', []],
    ] as [string, RawHeader[]][])('%s with a token arrives as ever', async (method, headers) => {
      const credential = { 'xc-token': guide.account.token }
      const { status, seen } = await opened.send(method, [
        ...Object.entries(credential),
        ...headers,
      ])
      expect(status).toBe(200)
      expectIdentity(seen[0] as Seen, await askJeton(guide, credential))
      expectNoCredential(seen[0] as Seen, guide.account)
    })
  })
}

/** For proxies, which send on all that they do not remove. */
export function letsNothingElseComeWithAPreflight(guide: Guide, start: StartGuarded): void {
  describe('with its section on preflights, besides', () => {
    const opened = useOpened(guide, start)

    test('a preflight brings in no cookie, no upgrade and no other method', async () => {
      const { seen } = await opened.send('OPTIONS', [
        ...both,
        ['Cookie', 'session=1'],
        ['X-HTTP-Method-Override', 'DELETE'],
        ['Upgrade', 'websocket'],
      ])
      const names = seen[0]?.headers.map(([name]) => normalise(name))
      expect(names).toContain('origin')
      for (const name of ['cookie', 'x-http-method-override', 'upgrade'])
        expect(names).not.toContain(name)
    })

    test('a preflight with a body does not arrive with it', async () => {
      const { address, seen } = opened.guarded
      const before = seen().length
      const headers = { Origin: 'https://app.example.com', 'Access-Control-Request-Method': 'PUT' }
      await fetch(`${address}/items`, { method: 'OPTIONS', headers, body: 'a body of some length' })
      expect(
        seen()
          .slice(before)
          .map(({ bodyLength }) => bodyLength),
      ).not.toContain(21)
    })
  })
}

const normalise = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '-')

function expectNobody(seen: Seen | undefined): void {
  const values = [...identityIn(seen as Seen).values()].flat()
  expect(values.filter(Boolean)).toEqual([])
}
