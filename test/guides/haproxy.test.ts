import type { Guarded, Guide } from '@/test/support/guarded'
import { replaceAddresses, replaceLine, snippetOf } from '@/test/support/guide'
import { describeGuide } from '@/test/support/guide-promises'
import { fileFor, guardsOneService } from '@/test/support/one-service'
import { letsNothingElseComeWithAPreflight, letsPreflightsThrough } from '@/test/support/preflights'
import { startHaproxy } from '@/test/support/proxy'
import { keepsProxyPromises } from '@/test/support/proxy-promises'
import { freePort } from '@/test/support/server'
import { startUpstream } from '@/test/support/upstream'

/* docs/guides/haproxy.md, run by HAProxy itself. */

/** @param configuration one that names the guide's own addresses of the service and the proxy */
async function run(configuration: string, lua: string): Promise<Guarded> {
  const upstream = await startUpstream()
  const port = await freePort()
  const moved = replaceAddresses(configuration, {
    '127.0.0.1:8080': `127.0.0.1:${upstream.port}`,
    '127.0.0.1:8000': `127.0.0.1:${port}`,
  })
  const haproxy = await startHaproxy(moved, lua, port)
  const stop = async () => {
    await haproxy.stop()
    await upstream.stop()
  }
  return { address: haproxy.address, seen: upstream.seen, stop }
}

const lua = snippetOf('haproxy.md', 'lua jeton.lua')
const configurationOf = (jeton: string) =>
  snippetOf('haproxy.md', 'haproxy haproxy.cfg', { '127.0.0.1:3000': jeton })

function withPreflights(configuration: string, jeton: string): string {
  const preflight = snippetOf('haproxy.md', 'haproxy preflight', { '127.0.0.1:3000': jeton })
  return replaceLine(configuration, /^ +http-request lua\.jeton /, () => preflight)
}

const start = (jeton: string) => run(configurationOf(jeton), lua)
const startWithPreflights = (jeton: string) =>
  run(withPreflights(configurationOf(jeton), jeton), lua)
const startForService = (jeton: string) =>
  run(fileFor('haproxy', jeton, 'haproxy.cfg'), fileFor('haproxy', jeton, 'jeton.lua'))

function keepsItsPromises(guide: Guide): void {
  keepsProxyPromises(guide)
  letsPreflightsThrough(guide, startWithPreflights)
  letsNothingElseComeWithAPreflight(guide, startWithPreflights)
  guardsOneService(guide, startForService)
}

describeGuide('HAProxy', start, { away: [503], more: keepsItsPromises })
