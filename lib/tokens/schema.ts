import { z } from 'zod'
import { parseDuration } from '@/lib/config/duration'
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
  'With `services`, it is accepted there alone, also where the list is empty; null: at all services that its user may use. A list may name those services, and opens none to the user. From then on, no instance answers by the previous list.'

export const tokenChangeInput = z.strictObject({
  name: tokenName.optional(),
  services: tokenServices.optional(),
})

const maxGraceSeconds = 30 * 86_400

const graceInvalid = 'Give a whole number and a unit, such as 1h or 7 days, from 0s to 30d.'

/** In whole seconds. */
const grace = z
  .string(graceInvalid)
  .transform((text, context) => {
    const seconds = parseDuration(text)
    if (seconds !== null && seconds <= maxGraceSeconds) return seconds
    context.addIssue(graceInvalid)
    return z.NEVER
  })
  .prefault('0s')
  .meta({
    description: 'For how long the current secret goes on working: up to 30 days.',
    examples: ['1h', '7 days'],
  })

export const rotationInput = z.strictObject({ grace }).prefault({})

/** For the contracts of those who may rotate a token. */
export const rotationDescription =
  'The token keeps its id, its name and its services. Without `grace`, the current secret is refused from then on, everywhere; with it, verification says in `X-Token-Expires` until when it is accepted. Only one previous secret is kept: while it works, a rotation is refused.'

/** The path parameters of a token's resources. */
export const ofToken = z.object({ id: z.string().meta({ description: "The token's id." }) })

function refuse(context: z.RefinementCtx, message: string): never {
  context.addIssue({ code: 'custom', path: ['name'], message })
  return z.NEVER
}
