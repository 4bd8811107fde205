import { isIP } from 'node:net'
import { z } from 'zod'

export const port = z
  .string()
  .regex(/^\d{1,5}$/, 'give a port number from 0 to 65535')
  .transform(Number)
  .refine((value) => value <= 65_535, 'give a port number from 0 to 65535')

/** A host name or address. URLs put IPv6 addresses in brackets; a socket takes them without. */
export const host = z.string().transform((text, context) => {
  const bare = text.trim().replace(/^\[(.*)\]$/, '$1')
  if (isIP(bare) !== 0 || /^[^\s:/@?#[\]]+$/.test(bare)) return bare
  context.addIssue(
    'give a name or an address alone, such as 0.0.0.0 or ::1; the port has a setting of its own',
  )
  return z.NEVER
})
