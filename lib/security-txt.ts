/*
 * The file with the contacts for reports of vulnerabilities and found tokens (RFC 9116).
 */

/** Well below a year, as RFC 9116, section 2.5.5, asks for. */
const validDays = 180
const dayMs = 86_400_000

interface SecurityText {
  /** The public origin of this server. */
  address: string
  /** URIs; without any, the page that takes a found token. */
  contacts: readonly string[]
  now: Date
}

/** Returns the text of `/.well-known/security.txt`. */
export function securityTxt({ address, contacts, now }: SecurityText): string {
  const found = `${address}/found`
  const expires = new Date(Math.floor(now.getTime() / dayMs + validDays) * dayMs)
  return [
    `# You have found a token of this server? End it at ${found}`,
    ...(contacts.length > 0 ? contacts : [found]).map((contact) => `Contact: ${contact}`),
    `Expires: ${expires.toISOString().replace('.000', '')}`,
    'Preferred-Languages: en, fr',
    `Canonical: ${address}/.well-known/security.txt`,
    '',
  ].join('\n')
}
