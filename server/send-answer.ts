import type { IncomingMessage, ServerResponse } from 'node:http'
import { env } from '@/lib/config/settings'
import type { BrowserPolicy } from '@/lib/http/browser-policy'
import { openToOrigin } from '@/lib/http/cors'
import { type ProblemError, toAnswer } from '@/lib/http/problem'

/* Answers of the main process to requests of the API. */

/** Returns a problem as a response. */
export function problemResponse(problem: ProblemError): Response {
  const { status, headers, body } = toAnswer(problem)
  return new Response(body, { status, headers })
}

/** Lets the page of another origin read the answer, if it may. */
export function openToPage(answer: Response, request: IncomingMessage, allow: string): void {
  const { method = '', headers } = request
  const names = [
    'origin',
    'access-control-request-method',
    'access-control-request-headers',
  ] as const
  const asked = new Headers(names.flatMap((name) => (headers[name] ? [[name, headers[name]]] : [])))
  openToOrigin(
    new Request('http://localhost', { method, headers: asked }),
    answer,
    env().corsOrigins,
    allow,
  )
}

/** Sends a whole answer, to the page of another origin too if it may read it. */
export async function sendAnswer(
  answer: Response,
  request: IncomingMessage,
  response: ServerResponse,
  { policy, allow }: { policy: BrowserPolicy; allow: string },
): Promise<void> {
  openToPage(answer, request, allow)
  const body = await answer.text()
  response.setHeaders(policy).setHeaders(answer.headers).writeHead(answer.status).end(body)
}
