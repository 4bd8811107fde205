import type { Guarded, Guide } from '@/test/support/guarded'
import { replaceLine, snippetOf } from '@/test/support/guide'
import { describeGuide } from '@/test/support/guide-promises'
import { letsNothingElseComeWithAPreflight, letsPreflightsThrough } from '@/test/support/preflights'
import { startHaproxy } from '@/test/support/proxy'
import { keepsProxyPromises } from '@/test/support/proxy-promises'
import { freePort } from '@/test/support/server'
import { startUpstream } from '@/test/support/upstream'

/* docs/guides/haproxy.md, run by HAProxy itself. */

type Change = (configuration: string, jeton: string) => string

const startWith =
  (change: Change) =>
  async (jeton: string): Promise<Guarded> => {
    const upstream = await startUpstream()
    const port = await freePort()
    const configuration = snippetOf('haproxy.md', 'haproxy haproxy.cfg', {
      '127.0.0.1:3000': jeton,
      '127.0.0.1:8080': `127.0.0.1:${upstream.port}`,
      '127.0.0.1:8000': `127.0.0.1:${port}`,
    })
    const lua = snippetOf('haproxy.md', 'lua jeton.lua')
    const haproxy = await startHaproxy(change(configuration, jeton), lua, port)
    const stop = async () => {
      await haproxy.stop()
      await upstream.stop()
    }
    return { address: haproxy.address, seen: upstream.seen, stop }
  }

function withPreflights(configuration: string, jeton: string): string {
  const preflight = snippetOf('haproxy.md', 'haproxy preflight', { '127.0.0.1:3000': jeton })
  return replaceLine(configuration, /^ +http-request lua\.jeton /, () => preflight)
}

function keepsItsPromises(guide: Guide): void {
  keepsProxyPromises(guide)
  letsPreflightsThrough(guide, startWith(withPreflights))
  letsNothingElseComeWithAPreflight(guide, startWith(withPreflights))
}

describeGuide(
  'HAProxy',
  startWith((configuration) => configuration),
  { away: [503], more: keepsItsPromises },
)
