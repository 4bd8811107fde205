import { z } from 'zod'

/** How a user proves the second factor after a correct password. */
export const secondFactorMethods = ['totp', 'recovery_code', 'passkey'] as const

export type SecondFactorMethod = (typeof secondFactorMethods)[number]

/** The second factor of a user, as the API describes it. */
export const secondFactor = z
  .object({
    totp: z.boolean().meta({ description: 'Whether an authenticator app is on.' }),
    recovery_codes: z.int().min(0).meta({ description: 'How many are left.' }),
    passkeys: z.int().min(0),
    has_password: z.boolean(),
    required: z.boolean().meta({ description: 'Whether this server requires one of you.' }),
    confirmed_until: z.iso
      .datetime()
      .nullable()
      .meta({ description: 'Until when changes need no other confirmation.' }),
  })
  .meta({ id: 'SecondFactor' })

export type SecondFactor = z.infer<typeof secondFactor>
