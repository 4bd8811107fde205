import type { IncomingMessage, ServerResponse } from 'node:http'
import type { BrowserPolicy } from '@/lib/http/browser-policy'
import { requestIdHeader, requestIdOf } from '@/lib/http/request-id'
import { routeName } from '@/lib/http/route-name'
import { type LogLevel, log } from '@/lib/log/log'
import { tally } from '@/lib/metrics/tally'

/** Status logged for a client that disconnected before the response was complete, as nginx does. */
const clientGone = 499

/** Routes requested so often that their log lines carry no information. */
const quiet = /^\/(_next\/static|icon\.svg|robots\.txt|api\/(health|ready)$)/

/**
 * Assigns the request ID, for the response and for the app, and logs the request when it is over.
 * Verifications are not logged, only counted.
 */
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
