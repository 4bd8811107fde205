import type { RequestListener } from 'node:http'
import { ProblemError, toAnswer } from '@/lib/http/problem'
import { prepareNext } from '@/server/app-process/next'
import { staticFilesBefore } from '@/server/app-process/static-files'

/** Prepares the production app: static files, pages and route handlers. */
export async function prepareApp(): Promise<RequestListener> {
  return staticFilesBefore(await withReadableState(await prepareNext()))
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
