import { readFileSync } from 'node:fs'
import type { RequestListener } from 'node:http'
import { env } from '@/lib/config/settings'
import type { Handle } from '@/server/app-process/forward'

/** Prepares Next in the main process, for development. */
export async function prepareDevApp(): Promise<Handle> {
  // Next is imported here only: if it runs in a process of its own, the main process has no use for
  // it.
  const { default: next } = await import('next')
  const { host, port } = env()
  const app = next({ dev: true, hostname: host, port })
  await app.prepare()
  const handle = app.getRequestHandler()
  return (request, response, policy) => handle(request, response.setHeaders(policy))
}

/**
 * Returns the handler of all pages and route handlers of the build. It is started as the server of
 * Next's standalone output is, from the configuration of the build: `next()` would also load the
 * tools of development and of builds. See docs/decisions/0032-a-start-from-compiled-code.md.
 */
export async function prepareNext(): Promise<RequestListener> {
  const { config } = JSON.parse(readFileSync('.next/required-server-files.json', 'utf8'))
  process.env.__NEXT_PRIVATE_STANDALONE_CONFIG = JSON.stringify(config)
  // The pages were built by Turbopack.
  process.env.TURBOPACK ??= 'auto'
  const { initialize } = await import('next/dist/server/lib/router-server.js')
  const { host, port } = env()
  const { requestHandler } = await initialize({
    dir: process.cwd(),
    hostname: host,
    port,
    dev: false,
    onDevServerCleanup: undefined,
  })
  return (request, response) => void requestHandler(request, response)
}
