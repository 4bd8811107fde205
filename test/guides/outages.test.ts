import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { callerOf, clientOf } from '@/test/support/client'
import { guardBy } from '@/test/support/guard-by'
import { type Account, type Guarded, hostOf, makeAccount } from '@/test/support/guarded'
import { insertAfter, insertBefore, snippetOf } from '@/test/support/guide'
import { startCaddy, startHaproxy, startNginx } from '@/test/support/proxy'
import { freePort, type Server, startServer } from '@/test/support/server'
import type { UpstreamAnswer } from '@/test/support/upstream'

/* The answers to a caller while Jeton or the service is away, and beyond the limits: three guides. */

type Answer = (() => UpstreamAnswer) | null

function byNginx(jeton: string, answer?: Answer): Promise<Guarded> {
  const part = (name: string) => snippetOf('nginx.md', `nginx ${name}`)
  const site = snippetOf('nginx.md', 'nginx', { '127.0.0.1:3000': jeton })
  const located = insertBefore(site, /^ +location \/ /, part('outage-locations'))
  const whole = insertAfter(located, /^ +auth_request /, part('outage-pages'))
  return guardBy(startNginx, whole, answer)
}

function byCaddy(jeton: string, answer?: Answer): Promise<Guarded> {
  const part = (name: string) => snippetOf('caddy.md', `caddyfile ${name}`)
  const site = snippetOf('caddy.md', 'caddyfile', { '127.0.0.1:3000': jeton })
  const limited = insertAfter(site, /^\t+uri /, part('outage-limits'))
  const verified = insertBefore(limited, /^\t\treverse_proxy /, part('outage-verified'))
  return guardBy(startCaddy, insertBefore(verified, /^}$/, part('outage-errors')), answer)
}

function byHaproxy(jeton: string, answer?: Answer): Promise<Guarded> {
  const files = { 'jeton.lua': snippetOf('haproxy.md', 'lua jeton.lua') }
  const site = snippetOf('haproxy.md', 'haproxy haproxy.cfg', { '127.0.0.1:3000': jeton })
  return guardBy((moved, port) => startHaproxy(moved, port, files), site, answer)
}

const guides = [
  { name: 'nginx', start: byNginx, serviceAway: 502 },
  { name: 'Caddy', start: byCaddy, serviceAway: 502 },
  { name: 'HAProxy', start: byHaproxy, serviceAway: 503 },
]

/** More than the limit allows within a minute. */
const invented = 1_100

let jeton: Server
let account: Account

beforeAll(async () => {
  jeton = await startServer({ JETON_RATE_LIMIT: 'on' })
  account = await makeAccount(clientOf(jeton.address))
})
afterAll(() => jeton?.stop())

const use = ({ address }: Guarded, token: string) =>
  callerOf(address)('GET', '/', { headers: { 'xc-token': token } })

describe.each(guides)('$name', ({ start, serviceAway }) => {
  test('a Jeton that is away is 503, with the time to wait', async () => {
    const guarded = await start(`127.0.0.1:${await freePort()}`)
    const { status, headers } = await use(guarded, 'x')
    expect([status, headers.get('retry-after')]).toEqual([503, '1'])
    expect(headers.get('cache-control')).toBe('no-store')
    expect(guarded.seen()).toEqual([])
    await guarded.stop()
  })

  test('the service’s own errors pass unchanged, and its absence is not Jeton’s', async () => {
    let status = 500
    const guarded = await start(hostOf(jeton), () => ({ status, body: 'of the service' }))
    for (status of [500, 502, 503, 403, 401])
      expect(await use(guarded, account.token)).toMatchObject({ status, text: 'of the service' })
    await guarded.stop()
    const alone = await start(hostOf(jeton), null)
    const { status: away, headers } = await use(alone, account.token)
    expect([away, headers.get('retry-after')]).toEqual([serviceAway, null])
    await alone.stop()
  })
})

test('too many invented tokens are 429 behind each of them, and valid ones pass', async () => {
  const ask = () =>
    callerOf(jeton.address)('GET', '/api/v1/verify', { headers: { 'xc-token': 'invented' } })
  for (let asked = 0; asked < invented; asked += 50)
    await Promise.all(Array.from({ length: 50 }, ask))
  for (const { start } of guides) {
    const guarded = await start(hostOf(jeton))
    const { status, headers, body } = await use(guarded, 'invented')
    expect([status, body.code]).toEqual([429, 'rate_limited'])
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await use(guarded, account.token)).status).toBe(200)
    await guarded.stop()
  }
})
