import { z } from 'zod'
import { displayText } from '@/lib/display-text'
import { presentedPassword } from '@/lib/sign-in/schema'
import { maxNameLength } from '@/shared/limits'

/** The password, unless the session was confirmed in the last ten minutes. */
export const confirmationInput = z.strictObject({
  password: presentedPassword.optional().meta({
    description: 'Needed unless the password or a passkey was given in the last ten minutes.',
  }),
})

export const recoveryCodes = z.object({
  recovery_codes: z
    .array(z.string().meta({ examples: ['k3vq-7mhd-x2ya-p5te'] }))
    .meta({ description: 'Ten. They are not shown again.' }),
})

export const passkeyName = displayText(maxNameLength)
  .min(1, 'Give the passkey a name.')
  .meta({ examples: ['Laptop'] })
