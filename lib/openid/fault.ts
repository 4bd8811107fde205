import { isDatabaseUnavailable } from '@/lib/db/errors'
import type { OpenIdFault } from '@/shared/openid'

/** Node's codes of a connection that failed, and the client's message of a request that hung. */
const networkCode = /^(E[A-Z_]+|UND_ERR_\w+)$/
const timeout = /timed out/

/** The client's messages of an ID token whose times are not now. */
const clock = /JWT expired|JWT not active yet|issued in the future/

/**
 * Classifies an error of the conversation with the provider, or of what followed. Its message may
 * hold a nonce: it is neither logged nor shown.
 */
export function openIdFault(error: unknown): OpenIdFault {
  if (isDatabaseUnavailable(error)) return 'unavailable'
  if (!(error instanceof Error)) return 'failed'
  const { message, code, response } = error as Error & {
    code?: unknown
    response?: { statusCode?: number }
  }
  if (networkCode.test(String(code)) || timeout.test(message)) return 'provider_away'
  if ((response?.statusCode ?? 0) >= 500) return 'provider_away'
  return clock.test(message) ? 'clock' : 'failed'
}
