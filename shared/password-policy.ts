import { spellEmail } from '@/shared/email-spelling'

/*
 * The rules for new passwords, shared by the server, which enforces them, and the pages, which
 * explain them. A password must be long enough, and must not consist of words that are guessed
 * first. No rule requires kinds of characters. Every rule applies to the spelling that is hashed.
 * Length is in code points.
 */

export const passwordLength = { min: 8, max: 1024 } as const

/** The words of the product: see SECURITY.md. */
const contextWords = ['jeton', 'token', 'password'] as const

/** A word that a guess would use: one of those words, or the person's email address. */
export type GuessedWord = (typeof contextWords)[number] | 'email'

/** Shorter words occur in too many texts. */
const minWordLength = 3

/** Minimum number of letters and digits left of a password without the guessed words. */
export const minRest = 5

/** Normalises a text for comparison: one spelling, lower case, letters and digits only. */
const fold = (text: string) =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')

export function lengthFault(password: string): 'tooShort' | 'tooLong' | null {
  const { length } = [...toOpaqueString(password)]
  if (length < passwordLength.min) return 'tooShort'
  return length > passwordLength.max ? 'tooLong' : null
}

/**
 * @returns the words whose removal leaves too few letters and digits of the password; none for an
 * acceptable password
 */
export function guessedWords(password: string, email: string): GuessedWord[] {
  const found = new Set<GuessedWord>()
  let rest = fold(password)
  for (const [word, meaning] of longestFirst(email)) {
    if (!rest.includes(word)) continue
    found.add(meaning)
    // The space keeps the text on either side from forming a new word.
    rest = rest.replaceAll(word, ' ')
  }
  const left = [...rest.replaceAll(' ', '')].length
  return left < minRest ? [...found] : []
}

function longestFirst(email: string): [string, GuessedWord][] {
  const ofEmail = partsOf(email).map((part): [string, GuessedWord] => [fold(part), 'email'])
  const words = new Map([
    ...ofEmail,
    ...contextWords.map((word): [string, GuessedWord] => [word, word]),
  ])
  return [...words]
    .filter(([{ length }]) => length >= minWordLength)
    .sort(([a], [b]) => b.length - a.length)
}

/**
 * Returns the whole address, its two sides, and their parts; without the last label, such as `com`,
 * and without Punycode labels (`xn--`), which are unreadable.
 */
function partsOf(text: string): string[] {
  const email = spellEmail(text) ?? text
  const [name = '', host = ''] = email.split('@')
  const labels = host.split('.').slice(0, -1)
  const readable = labels.filter((label) => !label.startsWith('xn--'))
  return [
    email,
    name,
    host,
    ...[name, ...readable].flatMap((part) => part.split(/[^\p{L}\p{N}]+/u)),
  ]
}

/** Blanks of other scripts and widths, such as the no-break space of a French keyboard. */
const otherBlanks = /(?! )\p{Zs}/gu

/**
 * Returns the single spelling in which a password is hashed and checked: OpaqueString (RFC 8265,
 * section 4.2). Keyboards and systems differ in how they encode accented letters and blanks;
 * nothing else is mapped. Control characters are allowed, since existing passwords may contain
 * them.
 */
export const toOpaqueString = (password: string): string =>
  password.replace(otherBlanks, ' ').normalize('NFC')
