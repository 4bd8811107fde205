import { cookies, headers } from 'next/headers'
import type { Profile } from 'next-auth'
import { signedInActor, visitor } from '@/lib/audit/actor'
import type { OidcSettings } from '@/lib/config/oidc-settings'
import { requestOriginOf } from '@/lib/http/request-origin'
import { connect } from '@/lib/openid/connection'
import { openIdFault } from '@/lib/openid/fault'
import { type ProviderAccount, toProviderAccount } from '@/lib/openid/provider-account'
import { providerMetadata } from '@/lib/openid/provider-metadata'
import { signInByProvider } from '@/lib/openid/sign-in'
import { askNextAuth } from '@/lib/sessions/next-auth-ask'
import { nextAuthOptions } from '@/lib/sessions/next-auth-options'
import { openIdProvider } from '@/lib/sessions/next-auth-provider'
import { type OpenIdFlow, openIdAttemptCookies } from '@/lib/sessions/openid-cookie'
import { ownCookieName } from '@/lib/sessions/own-cookie'
import { readSessionCookie } from '@/lib/sessions/session-cookie'
import { readDeviceCookie, setDeviceCookie } from '@/lib/sign-in/device-cookie'
import type { OpenIdFault } from '@/shared/openid'
import { hasSession } from '@/shared/principal'
import { authenticateSession } from '@/verifier/authenticate'

/** Metadata may have this age where a sign-in ends. */
const metadataMs = 600_000

/** The lines that set the session's cookie, none for a connection; or why there is no session. */
export type OpenIdFinish = { setCookies: string[] } | { fault: OpenIdFault }

/** One exchange of the provider's code for a session, or for a connection. */
export class OpenIdAttempt {
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

  /**
   * @param query of the request with which the browser has come back
   * @throws MetadataFailure
   */
  async exchange(query: URLSearchParams): Promise<OpenIdFinish> {
    const jar = await cookies()
    const names = openIdAttemptCookies.map(ownCookieName)
    const kept = Object.fromEntries(names.map((name) => [name, jar.get(name)?.value ?? '']))
    const metadata = await providerMetadata(metadataMs)
    if (metadata.authorization_response_iss_parameter_supported && !query.has('iss'))
      return { fault: 'failed' }
    const failure = (error: unknown) => {
      this.#failure = openIdFault(error)
    }
    const options = nextAuthOptions(
      { refusal: () => {}, failure },
      {
        provider: openIdProvider(this.settings, metadata, failure),
        signIn: (claims) => this.#signIn(claims),
      },
    )
    const answer = await askNextAuth(options, {
      method: 'GET',
      query: { ...Object.fromEntries(query), nextauth: ['callback', 'oidc'] },
      cookies: kept,
    })
    if (this.#isConnected) return { setCookies: [] }
    const session = `${ownCookieName('session')}=`
    const setCookies = answer.headers.getSetCookie().filter((line) => line.startsWith(session))
    return setCookies.length > 0 ? { setCookies } : { fault: this.#failure }
  }

  async #signIn(claims: Profile): Promise<{ id: string; sessionId: string } | null> {
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
