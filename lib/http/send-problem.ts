import type { ServerResponse } from 'node:http'
import type { BrowserPolicy } from '@/lib/http/browser-policy'
import { type ProblemError, toAnswer } from '@/lib/http/problem'

/** Sends an error response directly through node:http. */
export function sendProblem(
  response: ServerResponse,
  error: ProblemError,
  policy: BrowserPolicy,
): void {
  const { status, headers, body } = toAnswer(error)
  response.setHeaders(policy).writeHead(status, headers).end(body)
}
