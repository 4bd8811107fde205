import type { Guarded, Guide } from '@/test/support/guarded'
import { insertBefore, snippetOf } from '@/test/support/guide'
import { describeGuide } from '@/test/support/guide-promises'
import { letsNothingElseComeWithAPreflight, letsPreflightsThrough } from '@/test/support/preflights'
import { startCaddy } from '@/test/support/proxy'
import { keepsProxyPromises } from '@/test/support/proxy-promises'
import { freePort } from '@/test/support/server'
import { startUpstream } from '@/test/support/upstream'

/* docs/guides/caddy.md, run by Caddy itself. */

type Change = (caddyfile: string, upstream: number) => string

const startWith =
  (change: Change) =>
  async (jeton: string): Promise<Guarded> => {
    const upstream = await startUpstream()
    const port = await freePort()
    const caddyfile = snippetOf('caddy.md', 'caddyfile', {
      '127.0.0.1:3000': jeton,
      '127.0.0.1:8080': `127.0.0.1:${upstream.port}`,
      '127.0.0.1:8000': `127.0.0.1:${port}`,
    })
    const caddy = await startCaddy(change(caddyfile, upstream.port), port)
    const stop = async () => {
      await caddy.stop()
      await upstream.stop()
    }
    return { address: caddy.address, seen: upstream.seen, stop }
  }

function withPreflights(caddyfile: string, upstream: number): string {
  const preflight = snippetOf('caddy.md', 'caddyfile preflight', {
    '127.0.0.1:8080': `127.0.0.1:${upstream}`,
  })
  return insertBefore(caddyfile, /^\s+forward_auth /, preflight)
}

function keepsItsPromises(guide: Guide): void {
  keepsProxyPromises(guide)
  letsPreflightsThrough(guide, startWith(withPreflights))
  letsNothingElseComeWithAPreflight(guide, startWith(withPreflights))
}

describeGuide(
  'Caddy',
  startWith((caddyfile) => caddyfile),
  { away: [502, 504], more: keepsItsPromises },
)
