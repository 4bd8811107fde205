import { z } from 'zod'

/** Control characters, line and paragraph separators, and unpaired surrogates. */
const unprintable = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u
/** Text that shows nothing on a screen, such as spaces or emoji joiners only. */
const invisible = /^[\p{White_Space}\p{Default_Ignorable_Code_Point}]+$/u

/**
 * Returns a schema of one line of text for people: trimmed, any Unicode except control characters.
 * @param maxLength in code points
 */
export function displayText(maxLength: number) {
  return z
    .string('Give a text.')
    .refine(
      (text) => !unprintable.test(text),
      'Control characters, such as line breaks, are not allowed.',
    )
    .trim()
    .refine((text) => !invisible.test(text), 'Use characters that can be seen.')
    .refine((text) => [...text].length <= maxLength, `Use at most ${maxLength} characters.`)
    .meta({ maxLength })
}
