import { isGuessable, lengthFault } from '@/lib/password-rules'

/** What a refused new password suffers from, as a word of the catalogue. The server is the judge; this only explains. */
export function passwordFault(
  password: string,
  email: string,
): 'tooShort' | 'tooLong' | 'guessable' | 'tooCommon' {
  return lengthFault(password) ?? (isGuessable(password, email) ? 'guessable' : 'tooCommon')
}
