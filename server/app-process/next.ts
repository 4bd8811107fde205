import { createServer, type RequestListener } from 'node:http'
import { env } from '@/lib/config/settings'
import type { Handle } from '@/server/app-process/forward'

/** Prepares Next in the main process, for development. */
export async function prepareDevApp(): Promise<Handle> {
  const handle = await prepareNext({ dev: true })
  return (request, response, policy) => handle(request, response.setHeaders(policy))
}

/** Returns the handler of all pages and route handlers. */
export async function prepareNext({ dev }: { dev: boolean }): Promise<RequestListener> {
  // Next is imported here only: if it runs in a process of its own, the main process has no use for
  // it.
  const { default: next } = await import('next')
  const { host, port } = env()
  // Next adds an upgrade listener to the server, which it uses in development only. A server with
  // such a listener no longer answers a client that merely offers an upgrade (h2c). In production
  // Next therefore gets a server that is not reachable.
  const app = next({ dev, hostname: host, port, ...(!dev && { httpServer: createServer() }) })
  await app.prepare()
  return app.getRequestHandler()
}
