import { z } from 'zod'

/** Length limit of an address: RFC 5321, section 4.5.3.1.3. */
const maxLength = 254

/** An email address as an account's name: trimmed, in lower case. */
export const emailAddress = z
  .string('Give an email address.')
  .trim()
  .toLowerCase()
  .max(maxLength, `Use at most ${maxLength} characters.`)
  .pipe(z.email('Give an email address, such as ada@example.com.'))
  .meta({ format: 'email', examples: ['ada@example.com'] })
