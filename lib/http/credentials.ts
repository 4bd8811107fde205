/*
 * Reads the credential of a request, without verifying it. This is the only file that decides
 * which header counts: the first one present. If its value is unusable, the credential is invalid,
 * and the next header is not used instead.
 */

/**
 * The headers that may hold a credential, in the order in which they are read: further headers, for
 * verification alone, come before the last one.
 */
export const credentialHeaders = ['xc-token', 'xc-auth', 'Authorization'] as const

export type Credential = UsableCredential | UnusableCredential

export type UsableCredential =
  | { kind: 'api_token'; token: string }
  | { kind: 'auth_token'; token: string }
  | BearerToken

/** Either kind of token, distinguished by its format. */
export interface BearerToken {
  kind: 'bearer'
  token: string
  /** The user name of HTTP Basic, which proves nothing. */
  userName?: string
}

/** An `Authorization` header that cannot hold a token. */
export interface UnusableCredential {
  kind: 'unusable'
  authorization: string
}

/**
 * Reads headers by lower-case name: null for an absent one; values of a repeated header are joined
 * by a comma.
 */
export interface HeaderReader {
  get(name: string): string | null
}

const bearer = /^Bearer +(\S+)$/i
const basic = /^Basic +([A-Za-z0-9+/]+={0,2})$/i
/** Schemes that browsers attach by themselves: RFC 7617, 7616 and 4559. */
const browserScheme = /^(?:Basic|Digest|Negotiate|NTLM)(?: |$)/i

/**
 * @returns the credential in the headers, or null when none of them is present and the cookie may
 * count
 */
export function readCredential(headers: HeaderReader): Credential | null {
  return readHeaders(headers, readBearer)
}

/**
 * Like `readCredential`, for verification, which also accepts a token as the password of HTTP
 * Basic, with any user name (RFC 7617), and in further headers.
 * @param further names in lower case, read in this order before `Authorization`, which the service
 * behind a proxy may need for itself
 */
export function readCredentialToVerify(
  headers: HeaderReader,
  further: readonly string[],
): Credential | null {
  return readHeaders(
    headers,
    (authorization) => readBasic(authorization) ?? readBearer(authorization),
    further,
  )
}

/**
 * Like `readCredentialToVerify` without further headers, for an OAuth client, which form-encodes
 * its secret in HTTP Basic (RFC 6749, section 2.3.1). Decoding changes no character of a token.
 */
export function readCredentialOrClientSecret(headers: HeaderReader): Credential | null {
  return readHeaders(headers, (authorization) => {
    const credential = readBasic(authorization)
    if (credential?.kind !== 'bearer') return credential ?? readBearer(authorization)
    return { ...credential, token: decodeFormValue(credential.token) }
  })
}

/**
 * Returns the credential in a client's form (RFC 6749, section 2.3.1), which counts when no header
 * holds one. A repeated secret is invalid.
 */
export function readClientSecret(form: URLSearchParams): Credential | null {
  const secrets = form.getAll('client_secret')
  return secrets.length === 0 ? null : { kind: 'bearer', token: secrets.join(', ') }
}

/** Whether the client uses HTTP Basic. */
export const usesBasic = (headers: HeaderReader) =>
  /^Basic( |$)/i.test(headers.get('authorization') ?? '')

/**
 * Whether the only credential is one that browsers attach by themselves, for a proxy in front that
 * has asked for a password. Browsers also attach it to requests that another site makes them send,
 * so it does not show which page sent the request.
 */
export function isAttachedByBrowser(headers: HeaderReader): boolean {
  if (headers.get('xc-token') !== null || headers.get('xc-auth') !== null) return false
  return browserScheme.test(headers.get('authorization') ?? '')
}

function readHeaders(
  headers: HeaderReader,
  read: (authorization: string) => Credential,
  further: readonly string[] = [],
): Credential | null {
  const apiToken = headers.get('xc-token')
  if (apiToken !== null) return { kind: 'api_token', token: apiToken }
  const authToken = headers.get('xc-auth')
  if (authToken !== null) return { kind: 'auth_token', token: authToken }
  for (const name of further) {
    const value = headers.get(name)
    if (value !== null) return readFurther(value)
  }
  const authorization = headers.get('authorization')
  return authorization === null ? null : read(authorization)
}

/**
 * A further header holds the token alone, or what `Authorization` would hold: programs that can set
 * one fixed header put either there, and `Proxy-Authorization` has schemes by rule (RFC 9110,
 * section 11.7.1).
 */
function readFurther(value: string): Credential {
  const token = bearer.exec(value)?.[1] ?? value
  return readBasic(value) ?? { kind: 'bearer', token }
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
