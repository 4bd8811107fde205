import { tryToSignIn } from '@/test/support/browser'
import { type Call, createToken, password } from '@/test/support/client'
import { addPasskey } from '@/test/support/passkeys'
import { refreshCookieOf } from '@/test/support/refresh'

/*
 * The senders of the requests: a few accounts with all their credentials. Credentials that they
 * lose during a run are replaced. One is an owner; only some have a passkey, because a user with
 * one signs in with two steps.
 */

export interface Actor {
  email: string
  apiToken: string
  authToken: string
  /** The session cookie, as `name=value`. */
  cookie: string
  /** The refresh cookie, as `name=value`. */
  refreshCookie: string
  /** By the resource in whose paths they are. */
  ids: { tokens: string; sessions: string; users: string; passkeys: string }
}

/** Users who send nothing, and whom the owner can change. */
export interface Managed {
  machineId: string
  invitedId: string
  /** The token of the link that the invited user has. */
  invitationToken: string
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

/** @param address of the server, for an actor with a passkey; null: without one */
export async function makeActor(call: Call, address: string | null): Promise<Actor> {
  const email = `${crypto.randomUUID()}@example.com`
  const signedUp = await call('POST', '/api/v1/auth/user/signup', { json: { email, password } })
  const authToken: string = signedUp.body.token
  const refreshCookie = refreshCookieOf(signedUp) ?? ''
  const { id: tokenId, token: apiToken } = await createToken(call, authToken)
  const browser = await tryToSignIn(call, { token: authToken })
  if (!browser) throw new Error('The session could not be adopted')
  const headers = { 'xc-auth': authToken }
  const sessions = await call('GET', '/api/v1/sessions', { headers })
  const me = await call('GET', '/api/v1/auth/user/me', { headers })
  const passkey = address === null ? null : await addPasskey(call, { address, authToken })
  const { sessionCookie: cookie } = browser
  return {
    email,
    apiToken,
    authToken,
    cookie,
    refreshCookie,
    ids: {
      tokens: tokenId,
      sessions: sessions.body.list[0].id,
      users: me.body.id,
      passkeys: passkey?.id ?? 'none',
    },
  }
}

export async function makeManaged(call: Call, { authToken }: Actor): Promise<Managed> {
  const headers = { 'xc-auth': authToken }
  const add = (json: object) => call('POST', '/api/v1/users', { headers, json })
  const machine = await add({ kind: 'machine', display_name: 'backup' })
  const invited = await add({ email: `${crypto.randomUUID()}@example.com` })
  const { id: invitedId, invite_token: invitationToken } = invited.body
  return { machineId: machine.body.id, invitedId, invitationToken }
}
