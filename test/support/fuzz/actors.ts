import { tryToSignIn } from '@/test/support/browser'
import { type Call, createToken, password } from '@/test/support/client'
import { refreshCookieOf } from '@/test/support/refresh'

/*
 * The senders of the requests: a few accounts with all their credentials. Credentials that they
 * lose during a run are replaced.
 */

export interface Actor {
  email: string
  apiToken: string
  authToken: string
  /** The session cookie, as `name=value`. */
  cookie: string
  /** The refresh cookie, as `name=value`. */
  refreshCookie: string
  tokenId: string
  sessionId: string
}

/** The headers that present a credential, by kind: valid, in the wrong header, altered, or none. */
export const credentials = {
  none: () => ({}),
  apiToken: ({ apiToken }) => ({ 'xc-token': apiToken }),
  authToken: ({ authToken }) => ({ 'xc-auth': authToken }),
  bearerApiToken: ({ apiToken }) => ({ authorization: `Bearer ${apiToken}` }),
  bearerAuthToken: ({ authToken }) => ({ authorization: `Bearer ${authToken}` }),
  cookie: ({ cookie }) => ({ cookie }),
  basic: ({ apiToken }) => ({
    authorization: `Basic ${Buffer.from(`x:${apiToken}`).toString('base64')}`,
  }),
  misplacedApiToken: ({ apiToken }) => ({ 'xc-auth': apiToken }),
  misplacedAuthToken: ({ authToken }) => ({ 'xc-token': authToken }),
  refreshCookie: ({ refreshCookie }) => ({ cookie: refreshCookie }),
  alteredApiToken: ({ apiToken }) => ({ 'xc-token': `${apiToken.slice(0, -1)}!` }),
  alteredAuthToken: ({ authToken }) => ({ 'xc-auth': authToken.replace('.', '.e30') }),
  alteredCookie: ({ cookie }) => ({ cookie: `${cookie}x` }),
  badBeforeGood: ({ cookie }) => ({ 'xc-token': '', cookie }),
  bytes: () => ({ 'xc-token': 'jtn_\u00ff\u0080', cookie: '\u00ff=;;=' }),
} satisfies Record<string, (actor: Actor) => Record<string, string>>

export type CredentialKind = keyof typeof credentials

/** @returns the secrets that no answer may contain unless that is its purpose */
export const secretsOf = ({ apiToken, authToken, cookie, refreshCookie }: Actor) => [
  apiToken,
  authToken,
  ...[cookie, refreshCookie].map((pair) => pair.slice(pair.indexOf('=') + 1)),
  password,
]

export async function makeActor(call: Call): Promise<Actor> {
  const email = `${crypto.randomUUID()}@example.com`
  const signedUp = await call('POST', '/api/v1/auth/user/signup', { json: { email, password } })
  const authToken: string = signedUp.body.token
  const refreshCookie = refreshCookieOf(signedUp) ?? ''
  const { id: tokenId, token: apiToken } = await createToken(call, authToken)
  const browser = await tryToSignIn(call, { token: authToken })
  if (!browser) throw new Error('The session could not be adopted')
  const sessions = await call('GET', '/api/v1/sessions', { headers: { 'xc-auth': authToken } })
  const { sessionCookie: cookie } = browser
  return {
    email,
    apiToken,
    authToken,
    cookie,
    refreshCookie,
    tokenId,
    sessionId: sessions.body.list[0].id,
  }
}
