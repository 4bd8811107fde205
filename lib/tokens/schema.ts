import { z } from 'zod'
import { displayText } from '@/lib/display-text'
import { maxNameLength } from '@/shared/api-token-row'

/** 1 to 255 characters after trimming, any Unicode except control characters. */
export const tokenName = displayText(maxNameLength)
  .min(1, 'Give the token a name.')
  .meta({ maxLength: maxNameLength, examples: ['deploy'] })

/** `description` is NocoDB's name for `name`: an alias, never a separate text. */
export const createTokenInput = z
  .strictObject({ name: tokenName.optional(), description: tokenName.optional() })
  .transform(({ name, description }, context) => {
    const [given, other] = [name ?? description, description ?? name]
    if (given !== undefined && given === other) return { name: given }
    const message =
      given === undefined
        ? 'Give the token a name.'
        : 'Give name or description, not two different names.'
    context.addIssue({ code: 'custom', path: ['name'], message })
    return z.NEVER
  })
  .meta({ anyOf: [{ required: ['name'] }, { required: ['description'] }] })
