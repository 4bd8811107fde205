import { z } from 'zod'
import { SettingsError } from '@/lib/config/settings-error'

export interface KeySettings {
  /** The master key as set; undefined: it is in the data folder. */
  secret: string | undefined
  /**
   * The previous master key, during a rotation and for as long as what it signed is to be accepted.
   */
  previousSecret: string | undefined
}

const secret = z.string().superRefine((text, context) => {
  const wanted = 'give at least 32 random bytes in base64, such as `openssl rand -base64 32` prints'
  const bytes = Buffer.from(text, 'base64').length
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(text))
    context.addIssue(`${wanted}; it holds something else than base64`)
  else if (bytes < 32) context.addIssue(`${wanted}; it has ${bytes}`)
})

export const keyVariables = z.object({
  JETON_SECRET: secret.optional(),
  JETON_SECRET_PREVIOUS: secret.optional(),
})

/** @throws SettingsError when only the previous master key is set */
export function toKeySettings(variables: z.output<typeof keyVariables>): KeySettings {
  const { JETON_SECRET: secret, JETON_SECRET_PREVIOUS: previousSecret } = variables
  if (previousSecret !== undefined && secret === undefined)
    throw new SettingsError(
      'JETON_SECRET_PREVIOUS is set, and JETON_SECRET is not: set both, or neither',
    )
  return { secret, previousSecret }
}
