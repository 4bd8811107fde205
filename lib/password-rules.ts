/*
 * What a new password must be, for the server, which decides, and for the pages, which explain: long enough, and not made of what anybody would
 * try first. No rule asks for kinds of characters. Length in code points.
 */

export const passwordLength = { min: 8, max: 1024 } as const

/** The words of the product: see SECURITY.md. */
const contextWords = ['jeton', 'token', 'password']

/** A shorter word is found in every other text. */
const minWordLength = 3

/** What must be left of a password without the words that everybody would guess. */
const minRest = 5

/** How a word is compared: in one spelling, in lower case, letters and digits alone. */
const fold = (text: string) =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')

export function lengthFault(password: string): 'tooShort' | 'tooLong' | null {
  const { length } = [...password]
  if (length < passwordLength.min) return 'tooShort'
  return length > passwordLength.max ? 'tooLong' : null
}

/** Whether a password is little more than the person's own email address or the name of the product. */
export function isGuessable(password: string, email: string): boolean {
  const words = [email, ...email.split('@'), ...email.split(/[^\p{L}\p{N}]+/u), ...contextWords].map(fold)
  const longestFirst = words
    .filter(({ length }) => length >= minWordLength)
    .sort((a, b) => b.length - a.length)
  const text = fold(password)
  const rest = longestFirst.reduce((left, word) => left.replaceAll(word, ''), text)
  return rest !== text && [...rest].length < minRest
}
