import type { Guarded } from '@/test/support/guarded'
import { replaceAddresses } from '@/test/support/guide'
import type { Program } from '@/test/support/proxy'
import { freePort } from '@/test/support/server'
import { startUpstream, type UpstreamAnswer } from '@/test/support/upstream'

/**
 * Starts a service behind a proxy.
 * @param start starts the proxy with a configuration, which listens on a port
 * @param configuration one that names the guide's own addresses of the service and the proxy
 * @param answer the service's; null if it is away
 */
export async function guardBy(
  start: (configuration: string, port: number) => Promise<Program>,
  configuration: string,
  answer?: (() => UpstreamAnswer) | null,
): Promise<Guarded> {
  const upstream = await startUpstream(answer ?? undefined)
  if (answer === null) await upstream.stop()
  const port = await freePort()
  const moved = replaceAddresses(configuration, {
    '127.0.0.1:8080': `127.0.0.1:${upstream.port}`,
    '127.0.0.1:8000': `127.0.0.1:${port}`,
  })
  const proxy = await start(moved, port)
  const stop = async () => {
    await proxy.stop()
    if (answer !== null) await upstream.stop()
  }
  return { address: proxy.address, seen: upstream.seen, stop }
}
