import { createServer, type RequestListener } from 'node:http'
import { env } from '@/lib/config/settings'
import { ProblemError, toAnswer } from '@/lib/http/problem'
import type { Handle } from '@/server/app-process/forward'
import { staticFilesBefore } from '@/server/app-process/static-files'

/** In development, Next in the process that answers. */
export async function prepareDevApp(): Promise<Handle> {
  const handle = await prepareNext({ dev: true })
  return (request, response, policy) => handle(request, response.setHeaders(policy))
}

/** The app as it is served: the files of the pages, the pages and the route handlers. */
export async function prepareApp(): Promise<RequestListener> {
  return staticFilesBefore(await withReadableState(await prepareNext({ dev: false })))
}

async function prepareNext({ dev }: { dev: boolean }): Promise<RequestListener> {
  // Loaded here alone: where Next runs in a process of its own, the other one has no use for it.
  const { default: next } = await import('next')
  const { host, port } = env()
  // Next listens for upgrades, which it uses in development alone, and a server with a listener no longer answers a client that
  // merely offers one (h2c). In production it is given a server that nobody reaches.
  const app = next({ dev, hostname: host, port, ...(!dev && { httpServer: createServer() }) })
  await app.prepare()
  return app.getRequestHandler()
}

/** A request for a part of a page says what the client has already. Next answers 500 where it cannot read that. */
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
