import { z } from 'zod'

/** A passkey, as the API lists it. */
export const passkeyRow = z
  .object({
    id: z.string().meta({ description: 'The credential ID, base64url.' }),
    name: z.string().meta({ examples: ['Laptop'] }),
    created_at: z.iso.datetime(),
    last_used_at: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Passkey' })

export type PasskeyRow = z.infer<typeof passkeyRow>
