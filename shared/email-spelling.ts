/*
 * Validates email addresses and converts them to the one spelling that is stored. Used by the
 * server and the browser.
 */

/**
 * The characters that a browser's email field accepts (HTML Standard, section 4.10.5.1.5), and
 * letters, marks and digits beyond ASCII (RFC 6531).
 */
const local = /^[\w.!#$%&'*+/=?^`{|}~\p{L}\p{M}\p{N}-]+$/u
const domain = /^[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?(?:\.[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?)*$/

/**
 * Characters beyond ASCII that Unicode's normal form or lower case turns into ASCII: K, a backtick.
 */
const turnedAscii = /[\u212a\u1fef]/u

/** Invisible characters, such as a variation selector or a Hangul filler. */
const invisible = /\p{Default_Ignorable_Code_Point}/u

/**
 * Characters without a meaning in a URL: other ASCII would be parsed as a port, a path or an
 * escape.
 */
const domainCharacters = /^[a-z\d.\-\P{ASCII}]+$/u

/** @returns the address in the spelling that is stored, or null if it is invalid */
export function spellEmail(text: string): string | null {
  if (turnedAscii.test(text.slice(0, text.indexOf('@')))) return null
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
 * Whether a local part has only allowed characters, no compatibility form of a letter (`ａ`, `ﬁ`),
 * and no invisible character. The latter two make one account look like another to people, and to
 * services that resolve the address.
 */
function isLocalPart(name: string): boolean {
  return local.test(name) && !invisible.test(name) && name.normalize('NFKC') === name
}

/**
 * Converts an internationalised domain to its A-labels (RFC 5890), which are the same for all of
 * its spellings.
 * @returns '' for an invalid domain
 */
function domainToAscii(host: string): string {
  if (/^\p{ASCII}*$/u.test(host)) return host
  const url = `http://${host}`
  if (!domainCharacters.test(host) || !URL.canParse(url)) return ''
  const { hostname } = new URL(url)
  // Digits of other scripts, which a URL parses as an IPv4 address.
  return /^[\d.]+$/.test(hostname) ? '' : hostname
}
