import type { IncomingMessage, ServerResponse } from 'node:http'
import type { BrowserPolicy } from '@/lib/http/browser-policy'
import { requestIdHeader, requestIdOf } from '@/lib/http/request-id'
import { routeName } from '@/lib/http/route-name'
import { type LogLevel, log } from '@/lib/log/log'
import { tally } from '@/lib/metrics/tally'

/** A client that left before it was answered, as nginx writes it. */
const clientGone = 499

/** Asked for so often that they say nothing. */
const quiet = /^\/(_next\/static|icon\.svg|robots\.txt|api\/(health|ready)$)/

/** Gives a request its id, in its answer and for the app, and writes a line when it is over. Verification is not followed: it is counted. */
export function follow(
  request: IncomingMessage,
  response: ServerResponse,
  policy: BrowserPolicy,
): void {
  const { method = '', url = '' } = request
  const requestId = requestIdOf(request)
  policy.set(requestIdHeader, requestId)
  const from = performance.now()
  response.once('close', () => {
    const durationMs = Math.round((performance.now() - from) * 10) / 10
    const route = routeName(url)
    const status = response.writableFinished ? response.statusCode : clientGone
    tally().addRequest({ method, route, status: `${Math.floor(status / 100)}xx` }, durationMs)
    log()[levelOf(status, route)]('answered', { requestId, method, route, status, durationMs })
  })
}

function levelOf(status: number, route: string): LogLevel {
  if (status >= 500) return 'warn'
  return quiet.test(route) ? 'debug' : 'info'
}
