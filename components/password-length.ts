/** What a refused new password suffers from, as a word of the catalogue. The server is the judge; this only explains. */
export function lengthFault(password: string): 'tooShort' | 'tooLong' {
  return [...password].length < 8 ? 'tooShort' : 'tooLong'
}
