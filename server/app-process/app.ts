import { createServer, type RequestListener } from 'node:http'
import { env } from '@/lib/config/settings'
import { ProblemError, toAnswer } from '@/lib/http/problem'
import type { Handle } from '@/server/app-process/forward'
import { staticFilesBefore } from '@/server/app-process/static-files'

/** Prepares Next in the main process, for development. */
export async function prepareDevApp(): Promise<Handle> {
  const handle = await prepareNext({ dev: true })
  return (request, response, policy) => handle(request, response.setHeaders(policy))
}

/** Prepares the production app: static files, pages and route handlers. */
export async function prepareApp(): Promise<RequestListener> {
  return staticFilesBefore(await withReadableState(await prepareNext({ dev: false })))
}

async function prepareNext({ dev }: { dev: boolean }): Promise<RequestListener> {
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

/**
 * Returns a handler that answers 400 to a request for a part of a page whose
 * `next-router-state-tree` header, the state that the client already has, cannot be parsed. Next
 * would answer 500.
 */
async function withReadableState(handle: RequestListener): Promise<RequestListener> {
  const { parseAndValidateFlightRouterState: parse } = await import(
    'next/dist/server/app-render/parse-and-validate-flight-router-state.js'
  )
  return (request, response) => {
    try {
      parse(request.headers['next-router-state-tree'])
    } catch {
      const fault = new ProblemError(
        'input_invalid',
        'The header next-router-state-tree cannot be read.',
      )
      const { status, headers, body } = toAnswer(fault)
      response.writeHead(status, headers).end(body)
      return
    }
    handle(request, response)
  }
}
