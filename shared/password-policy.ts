import { spellEmail } from '@/shared/email-spelling'
import { toOpaqueString } from '@/shared/opaque-string'

/*
 * What a new password must be, for the server, which decides, and for the pages, which explain:
 * long enough, and not made of what anybody would try first. No rule asks for kinds of characters.
 * Every rule looks at the spelling that is hashed. Length in code points.
 */

export const passwordLength = { min: 8, max: 1024 } as const

/** The words of the product: see SECURITY.md. */
const contextWords = ['jeton', 'token', 'password'] as const

/** What a guess would be made of: one of those words, or the person's email address. */
export type GuessedWord = (typeof contextWords)[number] | 'email'

/** A shorter word is found in every other text. */
const minWordLength = 3

/** What must be left of a password without the words that everybody would guess. */
export const minRest = 5

/** How a word is compared: in one spelling, in lower case, letters and digits alone. */
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
 * @returns the words without which too few letters and digits of a password are left; none for a
 * password that may be used
 */
export function guessedWords(password: string, email: string): GuessedWord[] {
  const found = new Set<GuessedWord>()
  let rest = fold(password)
  for (const [word, meaning] of longestFirst(email)) {
    if (!rest.includes(word)) continue
    found.add(meaning)
    // What stood on either side of it is no word together.
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
 * The whole, its two sides, and their parts; not the last label, such as `com`, nor one in an
 * encoding that nobody reads.
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
