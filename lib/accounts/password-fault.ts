import { isCommonPassword } from '@/lib/accounts/common-passwords'
import { type GuessedWord, guessedWords, minRest } from '@/shared/password-policy'

/**
 * Explains why a new password of acceptable length is too easy to guess. The sentence names the
 * words that were found and never contains the password.
 * @param email of the account
 * @returns null for an acceptable password
 */
export async function guessFault(password: string, email: string): Promise<string | null> {
  const words = guessedWords(password, email)
  if (words.length > 0) {
    const without = new Intl.ListFormat('en').format(words.map(nameOf))
    return `Without ${without}, fewer than ${minRest} letters or digits are left. Choose another password.`
  }
  if (await isCommonPassword(password))
    return 'This is one of the most common passwords. Choose another.'
  return null
}

const nameOf = (word: GuessedWord) =>
  word === 'email' ? 'the email address or parts of it' : `“${word}”`
