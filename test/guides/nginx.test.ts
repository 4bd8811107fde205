import { describe, expect, test } from 'vitest'
import { callerOf } from '@/test/support/client'
import { type Guarded, type Guide, hostOf, makeAccount } from '@/test/support/guarded'
import {
  insertAfter,
  insertBefore,
  replaceAddresses,
  replaceLine,
  snippetOf,
} from '@/test/support/guide'
import { describeGuide } from '@/test/support/guide-promises'
import { fileFor, guardsOneService } from '@/test/support/one-service'
import { passesAuthorization } from '@/test/support/own-authorization'
import { letsNothingElseComeWithAPreflight, letsPreflightsThrough } from '@/test/support/preflights'
import { startNginx } from '@/test/support/proxy'
import { keepsProxyPromises } from '@/test/support/proxy-promises'
import { freePort, startServer } from '@/test/support/server'
import { startUpstream, type UpstreamAnswer } from '@/test/support/upstream'

/* docs/guides/nginx.md, run by nginx itself. */

/** @param site a configuration that names the guide's own addresses of the service and the proxy */
async function run(site: string, answer?: () => UpstreamAnswer): Promise<Guarded> {
  const upstream = await startUpstream(answer)
  const port = await freePort()
  const moved = replaceAddresses(site, {
    '127.0.0.1:8080': `127.0.0.1:${upstream.port}`,
    '127.0.0.1:8000': `127.0.0.1:${port}`,
  })
  const nginx = await startNginx(moved, port)
  const stop = async () => {
    await nginx.stop()
    await upstream.stop()
  }
  return { address: nginx.address, seen: upstream.seen, stop }
}

const siteOf = (jeton: string) => snippetOf('nginx.md', 'nginx', { '127.0.0.1:3000': jeton })

const start = (jeton: string) => run(siteOf(jeton))
const startWithPreflights = (jeton: string) => run(withPreflights(siteOf(jeton)))
const startForService = (jeton: string) => run(fileFor('nginx', jeton, 'jeton.conf'))

const part = (name: string) => snippetOf('nginx.md', `nginx ${name}`)

function withPreflights(site: string): string {
  const maps = insertBefore(site, /^server /, part('preflight-maps'))
  const located = insertBefore(maps, /^ +location \/ /, part('preflight-location'))
  return insertAfter(located, /^ +location \/ /, part('preflight-first'))
}

function withOutages(site: string): string {
  const located = insertBefore(site, /^ +location \/ /, part('outage-locations'))
  return insertAfter(located, /^ +auth_request /, part('outage-pages'))
}

const ownAuthorization = part('own-authorization').trimEnd()

function startWithAuthorization(jeton: string): Promise<Guarded> {
  const line = new RegExp(`^${ownAuthorization}$`)
  const removed = replaceLine(siteOf(jeton), line, () => '')
  return run(insertAfter(removed, /^ +proxy_set_header Cookie /, ownAuthorization))
}

function keepsItsPromises(guide: Guide): void {
  keepsProxyPromises(guide)
  letsPreflightsThrough(guide, startWithPreflights)
  letsNothingElseComeWithAPreflight(guide, startWithPreflights)
  guardsOneService(guide, startForService)
  passesAuthorization(guide, startWithAuthorization)
}

describeGuide('nginx', start, { away: [500], more: keepsItsPromises })

describe('with its section on outages', () => {
  test('a Jeton that is away is 503, with the time to wait', async () => {
    const guarded = await run(withOutages(siteOf(`127.0.0.1:${await freePort()}`)))
    const { status, headers, body } = await callerOf(guarded.address)('GET', '/', {
      headers: { 'xc-token': 'x' },
    })
    expect([status, headers.get('retry-after'), body.code]).toEqual([503, '1', 'unavailable'])
    expect(guarded.seen()).toEqual([])
    await guarded.stop()
  })

  test('a refusal says why, and too many invented tokens are 429', async () => {
    const jeton = await startServer({ JETON_RATE_LIMIT: 'on' })
    const { token } = await makeAccount(callerOf(jeton.address))
    let answer = { status: 200, body: 'fine' }
    const guarded = await run(
      withOutages(siteOf(hostOf(jeton)).replace('/api/v1/verify', '/api/v1/services/x/verify')),
      () => answer,
    )
    const ask = (value: string) =>
      callerOf(guarded.address)('GET', '/', { headers: { 'xc-token': value } })
    expect((await ask('invented')).status).toBe(401)
    expect(await ask(token)).toMatchObject({ status: 403, body: { code: 'service_unknown' } })
    await guarded.stop()

    const plain = await run(withOutages(siteOf(hostOf(jeton))), () => answer)
    const askPlain = (value: string) =>
      callerOf(plain.address)('GET', '/', { headers: { 'xc-token': value } })
    for (const status of [500, 403]) {
      answer = { status, body: 'of the service' }
      expect(await askPlain(token)).toMatchObject({ status, text: 'of the service' })
    }
    for (let refused = 0; refused < 1_100; refused += 50)
      await Promise.all(Array.from({ length: 50 }, () => askPlain('invented')))
    const limited = await askPlain('invented')
    expect([limited.status, limited.body.code]).toEqual([429, 'rate_limited'])
    expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(0)
    await plain.stop()
    await jeton.stop()
  })
})
