import type { Guarded, Guide } from '@/test/support/guarded'
import { insertAfter, insertBefore, snippetOf } from '@/test/support/guide'
import { describeGuide } from '@/test/support/guide-promises'
import { letsNothingElseComeWithAPreflight, letsPreflightsThrough } from '@/test/support/preflights'
import { startNginx } from '@/test/support/proxy'
import { keepsProxyPromises } from '@/test/support/proxy-promises'
import { freePort } from '@/test/support/server'
import { startUpstream } from '@/test/support/upstream'

/* docs/guides/nginx.md, run by nginx itself. */

type Change = (site: string) => string

const startWith =
  (change: Change) =>
  async (jeton: string): Promise<Guarded> => {
    const upstream = await startUpstream()
    const port = await freePort()
    const site = snippetOf('nginx.md', 'nginx', {
      '127.0.0.1:3000': jeton,
      '127.0.0.1:8080': `127.0.0.1:${upstream.port}`,
      '127.0.0.1:8000': `127.0.0.1:${port}`,
    })
    const nginx = await startNginx(change(site), port)
    const stop = async () => {
      await nginx.stop()
      await upstream.stop()
    }
    return { address: nginx.address, seen: upstream.seen, stop }
  }

const part = (name: string) => snippetOf('nginx.md', `nginx preflight-${name}`)

function withPreflights(site: string): string {
  const maps = insertBefore(site, /^server /, part('maps'))
  const located = insertBefore(maps, /^ +location \/ /, part('location'))
  return insertAfter(located, /^ +location \/ /, part('first'))
}

function keepsItsPromises(guide: Guide): void {
  keepsProxyPromises(guide)
  letsPreflightsThrough(guide, startWith(withPreflights))
  letsNothingElseComeWithAPreflight(guide, startWith(withPreflights))
}

describeGuide(
  'nginx',
  startWith((site) => site),
  { away: [500], more: keepsItsPromises },
)
