import { headers } from 'next/headers'
import type { OidcSettings } from '@/lib/config/oidc-settings'
import { requestOriginOf } from '@/lib/http/request-origin'
import { consume, refund } from '@/lib/limits/counters'
import { log } from '@/lib/log/log'
import { openIdFault } from '@/lib/openid/fault'
import { MetadataFailure } from '@/lib/openid/provider-metadata'
import { OpenIdAttempt, type OpenIdFinish } from '@/lib/sessions/next-auth-openid-attempt'
import { clearOpenIdCookies, type OpenIdFlow, readOpenIdCookie } from '@/lib/sessions/openid-cookie'
import { clearOlderSessionCookies } from '@/lib/sessions/session-cookie'
import type { OpenIdFault } from '@/shared/openid'

/*
 * The end of a sign-in through the OpenID provider: the browser comes back with a code. Every
 * failure leads to a page of ours that says it in words.
 */

/** All requests to the provider together, so that the browser is answered within five seconds. */
const deadlineMs = 4_500

/**
 * Answers the provider's answer, which the browser brings.
 * @param query of the request
 * @returns where the browser continues, and the lines that set the session's cookie
 */
export async function finishOpenId(
  settings: OidcSettings,
  query: URLSearchParams,
): Promise<{ path: string; setCookies: string[] }> {
  const flow = await readOpenIdCookie()
  const finished = await finish(settings, query, flow).catch((error): OpenIdFinish => {
    const fault = error instanceof MetadataFailure ? error.outcome : openIdFault(error)
    if (fault === 'unavailable') log().error('A sign-in failed', { error })
    return { fault }
  })
  await clearOpenIdCookies()
  if ('setCookies' in finished) {
    await clearOlderSessionCookies()
    return { path: flow?.next ?? '/', setCookies: finished.setCookies }
  }
  return { path: pathOf(finished.fault, flow), setCookies: [] }
}

function pathOf(fault: OpenIdFault, flow: OpenIdFlow | null): string {
  if (flow?.connect !== undefined) {
    const [page, section = ''] = flow.next.split('#')
    return `${page}?error=${fault}#${section}`
  }
  const next = flow && flow.next !== '/' ? `&next=${encodeURIComponent(flow.next)}` : ''
  return `/sign-in?error=${fault}${next}`
}

/** Counts what fails after the provider was asked: nobody can have us ask it without end. */
async function finish(
  settings: OidcSettings,
  query: URLSearchParams,
  flow: OpenIdFlow | null,
): Promise<OpenIdFinish> {
  const error = query.get('error')
  if (error !== null) return { fault: error === 'access_denied' ? 'denied' : 'failed' }
  if (!flow) return { fault: 'failed' }
  const of = [requestOriginOf(await headers()).address]
  if (await consume('openid', of)) return { fault: 'rate_limited' }
  const finished = await exchangeInTime(new OpenIdAttempt(settings, flow), query)
  if ('setCookies' in finished) await refund('openid', of)
  return finished
}

async function exchangeInTime(
  attempt: OpenIdAttempt,
  query: URLSearchParams,
): Promise<OpenIdFinish> {
  const { promise: late, cancel } = after(deadlineMs)
  try {
    const exchange = attempt.exchange(query)
    const answered = await Promise.race([exchange, late])
    if (answered) return answered
    // A sign-in that has begun is completed: it does not wait for the provider any more.
    if (attempt.hasEntered) return await exchange
    attempt.isOver = true
    return { fault: 'provider_away' }
  } finally {
    cancel()
  }
}

function after(ms: number): { promise: Promise<null>; cancel: () => void } {
  let timer: NodeJS.Timeout | undefined
  const promise = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, ms, null)
  })
  return { promise, cancel: () => clearTimeout(timer) }
}
