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

/** Where machines have their addresses. No mail is delivered at `.invalid`: RFC 2606. */
export const machineDomain = 'machine.invalid'

/**
 * The address of somebody new, or a new one of somebody. None is at `.invalid`: there, one could
 * look like a machine. Users who have such an address from an earlier version keep it.
 */
export const newEmailAddress = emailAddress
  .refine(
    (email) => !/[@.]invalid$/.test(email),
    'Give an address at which mail can arrive: none does at .invalid.',
  )
  .meta({ format: 'idn-email', maxLength, examples: ['ada@example.com'] })
