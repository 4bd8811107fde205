import { z } from 'zod'

/** A JWT. The example has its form, but cannot be a valid one. */
export const authTokenText = z.string().meta({
  pattern: '^[\\w-]+\\.[\\w-]+\\.[\\w-]+$',
  examples: ['header.claims.signature'],
})

/** A newly issued auth token, and its latest expiry. */
export const issuedAuthToken = z.object({ token: authTokenText, expires_at: z.iso.datetime() })

export type IssuedAuthToken = z.infer<typeof issuedAuthToken>
