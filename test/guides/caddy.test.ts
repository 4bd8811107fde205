import type { Guarded } from '@/test/support/guarded'
import { snippetOf } from '@/test/support/guide'
import { describeGuide } from '@/test/support/guide-promises'
import { startCaddy } from '@/test/support/proxy'
import { keepsProxyPromises } from '@/test/support/proxy-promises'
import { freePort } from '@/test/support/server'
import { startUpstream } from '@/test/support/upstream'

/* docs/guides/caddy.md, run by Caddy itself. */

async function start(jeton: string): Promise<Guarded> {
  const upstream = await startUpstream()
  const port = await freePort()
  const caddyfile = snippetOf('caddy.md', 'caddyfile', {
    '127.0.0.1:3000': jeton,
    '127.0.0.1:8080': `127.0.0.1:${upstream.port}`,
    '127.0.0.1:8000': `127.0.0.1:${port}`,
  })
  const caddy = await startCaddy(caddyfile, port)
  const stop = async () => {
    await caddy.stop()
    await upstream.stop()
  }
  return { address: caddy.address, seen: upstream.seen, stop }
}

describeGuide('Caddy', start, { away: [502, 504], more: keepsProxyPromises })
