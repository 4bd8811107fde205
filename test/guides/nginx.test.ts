import type { Guarded, Guide } from '@/test/support/guarded'
import { insertAfter, insertBefore, replaceAddresses, snippetOf } from '@/test/support/guide'
import { describeGuide } from '@/test/support/guide-promises'
import { fileFor, guardsOneService } from '@/test/support/one-service'
import { letsNothingElseComeWithAPreflight, letsPreflightsThrough } from '@/test/support/preflights'
import { startNginx } from '@/test/support/proxy'
import { keepsProxyPromises } from '@/test/support/proxy-promises'
import { freePort } from '@/test/support/server'
import { startUpstream } from '@/test/support/upstream'

/* docs/guides/nginx.md, run by nginx itself. */

/** @param site a configuration that names the guide's own addresses of the service and the proxy */
async function run(site: string): Promise<Guarded> {
  const upstream = await startUpstream()
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

const part = (name: string) => snippetOf('nginx.md', `nginx preflight-${name}`)

function withPreflights(site: string): string {
  const maps = insertBefore(site, /^server /, part('maps'))
  const located = insertBefore(maps, /^ +location \/ /, part('location'))
  return insertAfter(located, /^ +location \/ /, part('first'))
}

function keepsItsPromises(guide: Guide): void {
  keepsProxyPromises(guide)
  letsPreflightsThrough(guide, startWithPreflights)
  letsNothingElseComeWithAPreflight(guide, startWithPreflights)
  guardsOneService(guide, startForService)
}

describeGuide('nginx', start, { away: [500], more: keepsItsPromises })
