/*
 * What is taken for an email address, and the one spelling that it is kept in. For the server and
 * the browser alike.
 */

/**
 * What a browser's email field takes (HTML Standard, section 4.10.5.1.5), and letters, marks and
 * digits beyond ASCII (RFC 6531).
 */
const local = /^[\w.!#$%&'*+/=?^`{|}~\p{L}\p{M}\p{N}-]+$/u
const domain = /^[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?(?:\.[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?)*$/

/** Such as a variation selector, or a filler of Hangul. */
const invisible = /\p{Default_Ignorable_Code_Point}/u

/** What means nothing in a URL: the rest of ASCII would be read as a port, a path or an escape. */
const domainCharacters = /^[a-z\d.\-\P{ASCII}]+$/u

/** @returns the address in the spelling that it is kept in, or null where it is none */
export function spellEmail(text: string): string | null {
  const [name, host, ...rest] = text
    .trim()
    .normalize('NFC')
    .toLowerCase()
    .normalize('NFC')
    .split('@')
  if (name === undefined || host === undefined || rest.length > 0) return null
  const ascii = domainToAscii(host)
  return isLocalPart(name) && domain.test(ascii) ? `${name}@${ascii}` : null
}

/**
 * Without what is another way to write a letter (`ａ`, `ﬁ`), or is not seen: one account would look
 * like another to people, and to services that resolve it.
 */
function isLocalPart(name: string): boolean {
  return local.test(name) && !invisible.test(name) && name.normalize('NFKC') === name
}

/**
 * An internationalised domain by its A-labels (RFC 5890), which are one for all of its spellings.
 * @returns '' for what is none
 */
function domainToAscii(host: string): string {
  if (/^\p{ASCII}*$/u.test(host)) return host
  const url = `http://${host}`
  if (!domainCharacters.test(host) || !URL.canParse(url)) return ''
  const { hostname } = new URL(url)
  // Digits of other scripts, which a URL takes for an address of IPv4.
  return /^[\d.]+$/.test(hostname) ? '' : hostname
}
