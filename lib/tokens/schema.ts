import { z } from 'zod'
import { displayText } from '@/lib/display-text'
import { maxNameLength } from '@/shared/limits'

const missing = 'Give the token a name.'

const tokenName = displayText(maxNameLength)
  .min(1, missing)
  .meta({ examples: ['deploy'] })

/** `description` is NocoDB's name for `name`: an alias, never a separate text. */
export const createTokenInput = z
  .strictObject({ name: tokenName.optional(), description: tokenName.optional() })
  .transform(({ name, description }, context) => {
    const given = name ?? description
    if (given === undefined) return refuse(context, missing)
    if (description !== undefined && description !== given)
      return refuse(context, 'Give name or description, not two different names.')
    return { name: given }
  })
  .meta({ anyOf: [{ required: ['name'] }, { required: ['description'] }] })

function refuse(context: z.RefinementCtx, message: string): never {
  context.addIssue({ code: 'custom', path: ['name'], message })
  return z.NEVER
}
