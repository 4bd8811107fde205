import { cookies, headers } from 'next/headers'
import type { OidcSettings } from '@/lib/config/oidc-settings'
import type { Limit } from '@/lib/http/rate-limited'
import { requestOriginOf } from '@/lib/http/request-origin'
import { consume } from '@/lib/limits/counters'
import {
  MetadataFailure,
  type ProviderMetadata,
  providerMetadata,
} from '@/lib/openid/provider-metadata'
import { allowAutomaticSignIn } from '@/lib/sessions/automatic-sign-in-cookie'
import { askNextAuth } from '@/lib/sessions/next-auth-ask'
import { nextAuthOptions } from '@/lib/sessions/next-auth-options'
import { openIdProvider } from '@/lib/sessions/next-auth-provider'
import {
  type OpenIdFlow,
  openIdAttemptCookies,
  openIdFlowSeconds,
  setOpenIdCookie,
} from '@/lib/sessions/openid-cookie'
import { ownCookie, ownCookieName } from '@/lib/sessions/own-cookie'
import type { OpenIdFault } from '@/shared/openid'

/*
 * The start of a sign-in through the OpenID provider, as next-auth performs it: the browser is sent
 * to the provider with PKCE, state and nonce.
 */

/** A sign-in begins with metadata that are at most this old, so that an absence is noticed. */
const freshMs = 30_000

export type OpenIdStart =
  /** The address of the provider. */
  | { url: string }
  /** Why nobody can be sent there. */
  | { fault: OpenIdFault }
  | { limit: Limit }

/** @param asks `again`: the provider must not answer by its own open session */
export async function startOpenId(
  settings: OidcSettings,
  flow: OpenIdFlow,
  asks: 'seldom' | 'again' = 'seldom',
): Promise<OpenIdStart> {
  const { address } = requestOriginOf(await headers())
  const limit = await consume('openid-start', [address])
  if (limit) return { limit }
  try {
    return await start(settings, flow, asks)
  } catch (error) {
    if (error instanceof MetadataFailure) return { fault: error.outcome }
    throw error
  }
}

async function start(
  settings: OidcSettings,
  flow: OpenIdFlow,
  asks: 'seldom' | 'again',
): Promise<OpenIdStart> {
  const metadata = await providerMetadata(freshMs)
  const options = nextAuthOptions(deaf, {
    provider: openIdProvider(settings, metadata, () => {}, asks),
    signIn: async () => null,
  })
  const given = await askNextAuth(options, { method: 'GET', query: { nextauth: ['csrf'] } })
  const { csrfToken } = await given.json()
  const begun = await askNextAuth(options, {
    method: 'POST',
    query: { nextauth: ['signin', 'oidc'] },
    body: { csrfToken, json: 'true' },
    cookies: { [ownCookieName('csrf')]: cookieIn(given, ownCookieName('csrf')) },
  })
  const { url } = await begun.json()
  if (!isAt(url, metadata)) return { fault: 'failed' }
  await keepAttempt(begun)
  await setOpenIdCookie(flow)
  await allowAutomaticSignIn()
  return { url }
}

const deaf = { refusal: () => {}, failure: () => {} }

const isAt = (url: string, { authorization_endpoint }: ProviderMetadata) =>
  url.startsWith(authorization_endpoint.split('?', 1)[0] ?? authorization_endpoint)

/** Sets the cookies by which next-auth recognises the provider's answer. */
async function keepAttempt(begun: Response): Promise<void> {
  const jar = await cookies()
  for (const cookie of openIdAttemptCookies) {
    const { name, options } = ownCookie(cookie, { sameSite: 'lax', maxAge: openIdFlowSeconds })
    jar.set(name, cookieIn(begun, name), options)
  }
}

/** Returns the value of a cookie that a response sets. */
function cookieIn({ headers }: Response, name: string): string {
  const line = headers.getSetCookie().find((each) => each.startsWith(`${name}=`)) ?? ''
  return decodeURIComponent(line.slice(name.length + 1).split(';', 1)[0] ?? '')
}
