import { z } from 'zod'

/** A JWT. The example has its form, and can be none. */
export const authTokenText = z.string().meta({
  pattern: '^[\\w-]+\\.[\\w-]+\\.[\\w-]+$',
  examples: ['header.claims.signature'],
})

/** An auth token on its way to its user, and when it ends at the latest. */
export const issuedAuthToken = z.object({ token: authTokenText, expires_at: z.iso.datetime() })

export type IssuedAuthToken = z.infer<typeof issuedAuthToken>
