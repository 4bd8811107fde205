import { createServer, type RequestListener } from 'node:http'
import { env } from '@/lib/env'
import type { Handle } from '@/lib/process/forward'

/** In development, Next in the thread that answers. */
export async function prepareDevApp(): Promise<Handle> {
  const handle = await prepareApp({ dev: true })
  return (request, response, policy) => handle(request, response.setHeaders(policy))
}

/** What Next serves: the pages and the route handlers. */
export async function prepareApp({ dev }: { dev: boolean }): Promise<RequestListener> {
  // Loaded here alone: where Next runs in a thread, the rest of the process has no use for it.
  const { default: next } = await import('next')
  const { host, port } = env()
  // Next listens for upgrades, which it uses in development alone, and a server with a listener no longer answers a client that
  // merely offers one (h2c). In production it is given a server that nobody reaches.
  const app = next({ dev, hostname: host, port, ...(!dev && { httpServer: createServer() }) })
  await app.prepare()
  return app.getRequestHandler()
}
