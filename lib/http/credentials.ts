/*
 * A credential as presented: not yet trusted. The only file that names the headers. The first header that is present
 * counts; one that holds something unusable is invalid, it never makes way for the next.
 */

export type Credential = UsableCredential | UnusableCredential

export type UsableCredential =
  | { kind: 'api_token'; token: string }
  | { kind: 'auth_token'; token: string }
  | BearerToken

/** Either kind of token: its form tells. */
export interface BearerToken {
  kind: 'bearer'
  token: string
  /** Of HTTP Basic: it proves nothing. */
  userName?: string
}

/** No way to send a token. */
export interface UnusableCredential {
  kind: 'unusable'
  authorization: string
}

/** Headers by their lower-case names: null for one that is absent, the values joined by a comma for one that is there twice. */
export interface HeaderReader {
  get(name: string): string | null
}

const bearer = /^Bearer +(\S+)$/i
const basic = /^Basic +([A-Za-z0-9+/]+={0,2})$/i
/** RFC 7617, 7616 and 4559. */
const browserScheme = /^(?:Basic|Digest|Negotiate|NTLM)(?: |$)/i

/** @returns the credential in the headers, or null when none of them is present: then the cookie may count */
export function readCredential(headers: HeaderReader): Credential | null {
  return readHeaders(headers, readBearer)
}

/** The same for verification, which also takes a token as the password of HTTP Basic, whatever the user name (RFC 7617). */
export function readCredentialOrBasic(headers: HeaderReader): Credential | null {
  return readHeaders(
    headers,
    (authorization) => readBasic(authorization) ?? readBearer(authorization),
  )
}

/**
 * The same for an OAuth client, which encodes its secret before it goes into Basic (RFC 6749, section 2.3.1). No token has a character
 * that this changes.
 */
export function readCredentialOrClientSecret(headers: HeaderReader): Credential | null {
  return readHeaders(headers, (authorization) => {
    const credential = readBasic(authorization)
    if (credential?.kind !== 'bearer') return credential ?? readBearer(authorization)
    return { ...credential, token: decodeFormValue(credential.token) }
  })
}

/** The credential in a client's form (RFC 6749, section 2.3.1): it counts where no header holds one. A secret that is there twice is invalid. */
export function readClientSecret(form: URLSearchParams): Credential | null {
  const secrets = form.getAll('client_secret')
  return secrets.length === 0 ? null : { kind: 'bearer', token: secrets.join(', ') }
}

/** Whether the client uses HTTP Basic. */
export const usesBasic = (headers: HeaderReader) =>
  /^Basic( |$)/i.test(headers.get('authorization') ?? '')

/**
 * Whether the only credential is one that browsers attach by themselves, for a proxy in front that
 * has asked for a password. They attach it to what another site makes them send, too: it proves
 * nothing about the page that asks.
 */
export function isAttachedByBrowser(headers: HeaderReader): boolean {
  if (headers.get('xc-token') !== null || headers.get('xc-auth') !== null) return false
  return browserScheme.test(headers.get('authorization') ?? '')
}

function readHeaders(
  headers: HeaderReader,
  read: (authorization: string) => Credential,
): Credential | null {
  const apiToken = headers.get('xc-token')
  if (apiToken !== null) return { kind: 'api_token', token: apiToken }
  const authToken = headers.get('xc-auth')
  if (authToken !== null) return { kind: 'auth_token', token: authToken }
  const authorization = headers.get('authorization')
  return authorization === null ? null : read(authorization)
}

function readBearer(authorization: string): Credential {
  const token = bearer.exec(authorization)?.[1]
  return token === undefined ? { kind: 'unusable', authorization } : { kind: 'bearer', token }
}

function readBasic(authorization: string): BearerToken | UnusableCredential | null {
  const encoded = basic.exec(authorization)?.[1]
  if (encoded === undefined) return null
  const userAndPassword = Buffer.from(encoded, 'base64').toString()
  const colon = userAndPassword.indexOf(':')
  if (colon < 0) return { kind: 'unusable', authorization }
  const [userName, token] = [userAndPassword.slice(0, colon), userAndPassword.slice(colon + 1)]
  return { kind: 'bearer', token, userName }
}

function decodeFormValue(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}
