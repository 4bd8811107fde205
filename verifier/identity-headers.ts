import type { Principal } from '@/shared/principal'

/** Everything but printable ASCII, and the escape character `%`. */
const unsafe = /[^ -$&-~]+/g

/**
 * Returns the identity of a principal as headers, alternating names and values. Every header is
 * always present, and empty if it has no value, so that a proxy that copies them overwrites
 * whatever the client sent under the same names.
 * @param groups as `groupsHeader` returns them
 * @param service the service that asks; empty if it gave no name
 */
export function identityHeaders(
  { subject, credential }: Principal,
  { groups, service }: { groups: string; service: string },
): string[] {
  const email = encode(subject.email)
  const isApiToken = credential.kind === 'api_token'
  const token = isApiToken ? credential : { tokenId: '', tokenName: '' }
  const expiry = isApiToken ? credential.previousSecret?.endsAt.toISOString() : undefined
  return [
    'Remote-User',
    email,
    'Remote-Email',
    email,
    'Remote-Name',
    encode(subject.displayName),
    'X-Token-Id',
    encode(token.tokenId),
    'X-Token-Name',
    encode(token.tokenName),
    'X-Token-Expires',
    expiry ?? '',
    'X-Auth-Request-User',
    encode(subject.id),
    'X-Auth-Request-Email',
    email,
    'Remote-Groups',
    groups,
    'X-Auth-Request-Groups',
    groups,
    'X-Service',
    service,
  ]
}

/**
 * Returns the value of the headers that name groups: the names, with commas between. A comma in a
 * name is percent-encoded, so that no name looks like two.
 */
export const groupsHeader = (names: readonly string[]): string =>
  names.map((name) => encode(name).replaceAll(',', '%2C')).join(',')

/**
 * Percent-encodes (RFC 3986, section 2.1) characters that would break a header or could forge one.
 * `decodeURIComponent` is the inverse.
 */
function encode(text: string): string {
  return text.replace(unsafe, encodeURIComponent)
}
