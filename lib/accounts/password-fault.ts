import { isCommonPassword } from '@/lib/accounts/common-passwords'
import { type GuessedWord, guessedWords, minRest } from '@/shared/password-policy'

/**
 * Why a new password of some length is one that anybody would try first, in words that name what
 * was found, and never show the password.
 * @param email whose it will be
 * @returns null for one that may be used
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
