import type { Guarded } from '@/test/support/guarded'
import { snippetOf } from '@/test/support/guide'
import { describeGuide } from '@/test/support/guide-promises'
import { startNginx } from '@/test/support/proxy'
import { keepsProxyPromises } from '@/test/support/proxy-promises'
import { freePort } from '@/test/support/server'
import { startUpstream } from '@/test/support/upstream'

/* docs/guides/nginx.md, run by nginx itself. */

async function start(jeton: string): Promise<Guarded> {
  const upstream = await startUpstream()
  const port = await freePort()
  const site = snippetOf('nginx.md', 'nginx', {
    '127.0.0.1:3000': jeton,
    '127.0.0.1:8080': `127.0.0.1:${upstream.port}`,
    '127.0.0.1:8000': `127.0.0.1:${port}`,
  })
  const nginx = await startNginx(site, port)
  const stop = async () => {
    await nginx.stop()
    await upstream.stop()
  }
  return { address: nginx.address, seen: upstream.seen, stop }
}

describeGuide('nginx', start, { away: [500], more: keepsProxyPromises })
