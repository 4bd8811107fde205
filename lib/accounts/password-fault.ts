import { oncePerProcess } from '@/lib/once-per-process'
import {
  type GuessedWord,
  guessedWords,
  lengthFault,
  minRest,
  passwordLength,
  toOpaqueString,
} from '@/shared/password-policy'

/*
 * The policy of new passwords, as the use cases enforce it; shared/password-policy.ts holds the
 * rules that pages explain. Sentences name the words that were found and never contain the
 * password.
 */

/**
 * Explains why a text cannot be a new password, whatever it says.
 * @returns null for a text of acceptable length and characters
 */
export function formFault(password: string): string | null {
  const fault = lengthFault(password)
  if (fault === 'tooShort') return `Use at least ${passwordLength.min} characters.`
  if (fault === 'tooLong') return `Use at most ${passwordLength.max} characters.`
  return /\p{Cs}/u.test(password) ? 'The text is not valid Unicode.' : null
}

/**
 * Explains why a new password is refused: its form, or because it is too easy to guess.
 * @param email of the account
 * @returns null for an acceptable password
 */
export async function passwordFault(password: string, email: string): Promise<string | null> {
  return formFault(password) ?? wordFault(password, email) ?? (await commonFault(password))
}

function wordFault(password: string, email: string): string | null {
  const words = guessedWords(password, email)
  if (words.length === 0) return null
  const without = new Intl.ListFormat('en').format(words.map(nameOf))
  return `Without ${without}, fewer than ${minRest} letters or digits are left. Choose another password.`
}

const commonFault = async (password: string) =>
  (await isCommonPassword(password))
    ? 'This is one of the most common passwords. Choose another.'
    : null

const nameOf = (word: GuessedWord) =>
  word === 'email' ? 'the email address or parts of it' : `“${word}”`

/**
 * Whether a password is among the most common ones found in breaches: the 18,000 of zxcvbn's list,
 * in lower case, that reach the minimum length. The list is loaded on the first call.
 */
export async function isCommonPassword(password: string): Promise<boolean> {
  return (await commonPasswords()).has(toOpaqueString(password).toLowerCase())
}

const commonPasswords = oncePerProcess('common-passwords', async () => {
  const { dictionary } = await import('@zxcvbn-ts/language-common')
  return new Set(
    dictionary['passwords-common'].map(String).filter(({ length }) => length >= passwordLength.min),
  )
})
