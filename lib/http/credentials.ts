/*
 * A credential as presented: not yet trusted. The only file that names the headers. The first header that is present
 * counts; one that holds something unusable is invalid, it never makes way for the next.
 */

export type Credential =
  | { kind: 'api_token'; token: string }
  | { kind: 'auth_token'; token: string }
  | BearerToken
  | { kind: 'unusable' }

/** Either kind of token: its form tells. */
export interface BearerToken {
  kind: 'bearer'
  token: string
}

interface HeaderReader {
  get(name: string): string | null
}

const bearer = /^Bearer +(\S+)$/i

/** @returns the credential in the headers, or null when none of them is present: then the cookie may count */
export function readCredential(headers: HeaderReader): Credential | null {
  const apiToken = headers.get('xc-token')
  if (apiToken !== null) return { kind: 'api_token', token: apiToken }
  const authToken = headers.get('xc-auth')
  if (authToken !== null) return { kind: 'auth_token', token: authToken }
  const authorization = headers.get('authorization')
  return authorization === null ? null : readBearer(authorization)
}

function readBearer(authorization: string): Credential {
  const token = bearer.exec(authorization)?.[1]
  return token === undefined ? { kind: 'unusable' } : { kind: 'bearer', token }
}

/** What a 401 asks for (RFC 6750, section 3). */
export const challenge = {
  missing: 'Bearer realm="jeton"',
  invalid: 'Bearer realm="jeton", error="invalid_token"',
} as const
