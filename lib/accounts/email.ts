import { z } from 'zod'
import { spellEmail } from '@/shared/email-spelling'

/** Maximum length of an address, in bytes: RFC 5321, section 4.5.3.1.3. */
const maxLength = 254

/** An account's email address, in the one spelling that accounts and rate limits use. */
export const emailAddress = z
  .string('Give an email address.')
  .trim()
  .max(maxLength, `Use at most ${maxLength} characters.`)
  .transform((text, context) => {
    const email = spellEmail(text)
    if (email !== null && Buffer.byteLength(email) <= maxLength) return email
    context.addIssue(
      email === null
        ? 'Give an email address, such as ada@example.com.'
        : `Use at most ${maxLength} bytes: a letter beyond ASCII takes two or more.`,
    )
    return z.NEVER
  })
  .meta({ format: 'idn-email', maxLength, examples: ['ada@example.com'] })
