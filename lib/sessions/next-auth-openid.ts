import { cookies, headers } from 'next/headers'
import NextAuth, { type Profile } from 'next-auth'
import { signedInActor, visitor } from '@/lib/audit/actor'
import type { OidcSettings } from '@/lib/config/oidc-settings'
import { requestOriginOf } from '@/lib/http/request-origin'
import { log } from '@/lib/log/log'
import { connect } from '@/lib/openid/connection'
import { openIdFault } from '@/lib/openid/fault'
import { type ProviderAccount, toProviderAccount } from '@/lib/openid/provider-account'
import {
  MetadataFailure,
  type ProviderMetadata,
  providerMetadata,
} from '@/lib/openid/provider-metadata'
import { signInByProvider } from '@/lib/openid/sign-in'
import { nextAuthOptions } from '@/lib/sessions/next-auth-options'
import { openIdProvider } from '@/lib/sessions/next-auth-provider'
import type { NextAuthRequest } from '@/lib/sessions/next-auth-request'
import { NextAuthResponse } from '@/lib/sessions/next-auth-response'
import {
  clearOpenIdCookies,
  type OpenIdFlow,
  openIdFlowSeconds,
  readOpenIdCookie,
  setOpenIdCookie,
} from '@/lib/sessions/openid-cookie'
import { ownCookie, ownCookieName } from '@/lib/sessions/own-cookie'
import { clearOlderSessionCookies, readSessionCookie } from '@/lib/sessions/session-cookie'
import { readDeviceCookie, setDeviceCookie } from '@/lib/sign-in/device-cookie'
import type { OpenIdFault } from '@/shared/openid-fault'
import { hasSession } from '@/shared/principal'
import { authenticateSession } from '@/verifier/authenticate'

/*
 * A sign-in through the OpenID provider, as next-auth performs it: the browser is sent to the
 * provider with PKCE, state and nonce, and comes back with a code. Every failure leads to a page of
 * ours that says it in words.
 */

/** A sign-in begins with metadata that are at most this old, so that an absence is noticed. */
const freshMs = 30_000
const callbackMetadataMs = 600_000

/** All requests to the provider together, so that the browser is answered within five seconds. */
const deadlineMs = 4_500

/** @returns the address of the provider, or why nobody can be sent there */
export async function beginOpenId(
  settings: OidcSettings,
  flow: OpenIdFlow,
): Promise<{ url: string } | { fault: OpenIdFault }> {
  try {
    const metadata = await providerMetadata(freshMs)
    const options = nextAuthOptions(deaf, {
      provider: openIdProvider(settings, metadata, () => {}),
      enter: async () => null,
    })
    const given = await ask(options, { method: 'GET', query: { nextauth: ['csrf'] } })
    const { csrfToken } = await given.json()
    const begun = await ask(options, {
      method: 'POST',
      query: { nextauth: ['signin', 'oidc'] },
      body: { csrfToken, json: 'true' },
      cookies: { [ownCookieName('csrf')]: cookieIn(given, ownCookieName('csrf')) },
    })
    const { url } = await begun.json()
    if (!isAt(url, metadata)) return { fault: 'failed' }
    await keepAttempt(begun)
    await setOpenIdCookie(flow)
    return { url }
  } catch (error) {
    if (error instanceof MetadataFailure) return { fault: error.outcome }
    throw error
  }
}

const deaf = { refusal: () => {}, failure: () => {} }

const isAt = (url: string, { authorization_endpoint }: ProviderMetadata) =>
  url.startsWith(authorization_endpoint.split('?', 1)[0] ?? authorization_endpoint)

async function ask(
  options: ReturnType<typeof nextAuthOptions>,
  request: Partial<NextAuthRequest> & Pick<NextAuthRequest, 'method' | 'query'>,
): Promise<Response> {
  const answered = new NextAuthResponse()
  await NextAuth(options)({ headers: {}, body: undefined, cookies: {}, ...request }, answered)
  return answered.toResponse()
}

const attemptCookies = ['openid-state', 'openid-pkce', 'openid-nonce'] as const

/** Sets the cookies by which next-auth recognises the provider's answer. */
async function keepAttempt(begun: Response): Promise<void> {
  const jar = await cookies()
  for (const cookie of attemptCookies) {
    const { name, options } = ownCookie(cookie, { sameSite: 'lax', maxAge: openIdFlowSeconds })
    jar.set(name, cookieIn(begun, name), options)
  }
}

/** Returns the value of a cookie that a response sets. */
function cookieIn({ headers }: Response, name: string): string {
  const line = headers.getSetCookie().find((each) => each.startsWith(`${name}=`)) ?? ''
  return decodeURIComponent(line.slice(name.length + 1).split(';', 1)[0] ?? '')
}

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
  const finished = await finish(settings, query, flow).catch((error): Finished => {
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

type Finished = { setCookies: string[] } | { fault: OpenIdFault }

function pathOf(fault: OpenIdFault, flow: OpenIdFlow | null): string {
  if (flow?.connect !== undefined) {
    const [page, section = ''] = flow.next.split('#')
    return `${page}?error=${fault}#${section}`
  }
  const next = flow && flow.next !== '/' ? `&next=${encodeURIComponent(flow.next)}` : ''
  return `/sign-in?error=${fault}${next}`
}

async function finish(
  settings: OidcSettings,
  query: URLSearchParams,
  flow: OpenIdFlow | null,
): Promise<Finished> {
  const error = query.get('error')
  if (error !== null) return { fault: error === 'access_denied' ? 'denied' : 'failed' }
  if (!flow) return { fault: 'failed' }
  const metadata = await providerMetadata(callbackMetadataMs)
  if (metadata.authorization_response_iss_parameter_supported && !query.has('iss'))
    return { fault: 'failed' }
  const attempt = new Attempt(settings, flow)
  const { promise: late, cancel } = after(deadlineMs)
  try {
    const exchange = attempt.exchange(metadata, query)
    const answered = await Promise.race([exchange, late])
    if (answered) return answered
    // What has begun is completed: it does not wait for the provider any more.
    if (attempt.hasEntered) return await exchange
    attempt.isOver = true
    return { fault: 'provider_away' }
  } finally {
    cancel()
  }
}

/** One exchange of the provider's code for a session, or for a connection. */
class Attempt {
  /** The browser has its answer: nothing is begun any more. */
  isOver = false
  /** The provider has said who it is. */
  hasEntered = false
  #failure: OpenIdFault = 'failed'
  #isConnected = false

  constructor(
    readonly settings: OidcSettings,
    readonly flow: OpenIdFlow,
  ) {}

  async exchange(metadata: ProviderMetadata, query: URLSearchParams): Promise<Finished> {
    const failure = (error: unknown) => {
      this.#failure = openIdFault(error)
    }
    const options = nextAuthOptions(
      { refusal: () => {}, failure },
      {
        provider: openIdProvider(this.settings, metadata, failure),
        enter: (claims) => this.#enter(claims),
      },
    )
    const jar = await cookies()
    const names = attemptCookies.map(ownCookieName)
    const answer = await ask(options, {
      method: 'GET',
      query: { ...Object.fromEntries(query), nextauth: ['callback', 'oidc'] },
      cookies: Object.fromEntries(names.map((name) => [name, jar.get(name)?.value ?? ''])),
    })
    if (this.#isConnected) return { setCookies: [] }
    const session = `${ownCookieName('session')}=`
    const setCookies = answer.headers.getSetCookie().filter((line) => line.startsWith(session))
    return setCookies.length > 0 ? { setCookies } : { fault: this.#failure }
  }

  async #enter(claims: Profile): Promise<{ id: string; sessionId: string } | null> {
    if (this.isOver) return null
    this.hasEntered = true
    const account = toProviderAccount({ ...claims }, this.settings)
    if (this.flow.connect !== undefined) return this.#connect(account, this.flow.connect)
    const visiting = visitor(requestOriginOf(await headers()), 'openid')
    const result = await signInByProvider(visiting, account, await readDeviceCookie())
    if (result.outcome === 'signed_in') {
      await setDeviceCookie(result.device)
      const { subject, credential } = result.principal
      return { id: subject.id, sessionId: credential.sessionId }
    }
    this.#failure = result.outcome
    return null
  }

  /** Connects the user of the session that has begun this, if the browser still has it. */
  async #connect(account: ProviderAccount, sessionId: string): Promise<null> {
    const cookie = await readSessionCookie()
    const holder = cookie?.sessionId === sessionId ? await authenticateSession(cookie) : null
    if (!holder || !hasSession(holder)) return null
    const actor = signedInActor(holder, requestOriginOf(await headers()))
    const result = await connect(actor, account)
    if (result === 'connected') this.#isConnected = true
    else this.#failure = result
    return null
  }
}

function after(ms: number): { promise: Promise<null>; cancel: () => void } {
  let timer: NodeJS.Timeout | undefined
  const promise = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, ms, null)
  })
  return { promise, cancel: () => clearTimeout(timer) }
}
