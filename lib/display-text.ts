import { z } from 'zod'

/** Control characters, line and paragraph separators, and halves of a broken pair. */
const unprintable = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u
/** All that leaves no mark on a screen, such as a blank or a joiner of emoji. */
const invisible = /^[\p{White_Space}\p{Default_Ignorable_Code_Point}]+$/u

/** A line of text that people read: trimmed, any Unicode except control characters. Length in code points. */
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
