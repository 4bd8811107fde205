import { z } from 'zod'
import { displayText } from '@/lib/display-text'
import { tokenServices } from '@/lib/services/schema'
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

/** For the contracts of those who may change a token. */
export const tokenListDescription =
  'With `services`, it is good there alone, also where the list is empty; null: wherever its user may go. A list may name the services that its user may use, and opens none to them. From then on, no instance answers by what was before.'

export const tokenChangeInput = z.strictObject({
  name: tokenName.optional(),
  services: tokenServices.optional(),
})

/** The path parameters of a token's resources. */
export const ofToken = z.object({ id: z.string().meta({ description: "The token's id." }) })

function refuse(context: z.RefinementCtx, message: string): never {
  context.addIssue({ code: 'custom', path: ['name'], message })
  return z.NEVER
}
