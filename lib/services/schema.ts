import { z } from 'zod'
import { displayText } from '@/lib/display-text'
import { groupNames } from '@/lib/people/schema'
import { maxNameLength } from '@/shared/limits'
import { accesses, serviceNameForm } from '@/shared/service-row'

/** More services than one installation guards. A token's list is as long at most. */
const maxServices = 500

const maxUrlLength = 2048

const serviceName = z
  .string('Give the service a name.')
  .regex(
    serviceNameForm,
    'Use 1 to 63 lowercase letters, digits and hyphens, with a letter or a digit at both ends.',
  )
  .meta({ examples: ['wiki'] })

const title = displayText(maxNameLength).meta({
  description: 'Empty: the name.',
  examples: ['Team wiki'],
})

/** A password in an address would be shown to everybody who may use the service. */
const isWebAddress = (text: string): boolean => {
  if (!URL.canParse(text)) return false
  const { protocol, username, password } = new URL(text)
  return ['http:', 'https:'].includes(protocol) && username + password === ''
}

/** Also as it is stored, with its characters percent-encoded. */
const isShort = (text: string) =>
  text.length <= maxUrlLength && (!URL.canParse(text) || new URL(text).href.length <= maxUrlLength)

const url = z
  .string('Give an address, or null.')
  .refine(isShort, `Use at most ${maxUrlLength} characters.`)
  .refine(
    isWebAddress,
    'Give an address that begins with http:// or https://, without user name and password.',
  )
  .transform((text) => new URL(text).href)
  .meta({ format: 'uri', maxLength: maxUrlLength, examples: ['https://wiki.example.com/'] })

const access = z.enum(accesses, 'Use everyone or groups.')

/** A request that names groups and no access means access for these groups. */
export const newServiceInput = z
  .strictObject({
    name: serviceName,
    title: title.default(''),
    url: url.nullable().default(null),
    access: access
      .optional()
      .meta({ description: 'Left out: `groups` where groups are given, and else `everyone`.' }),
    groups: groupNames.optional(),
  })
  .transform(({ access, groups, ...rest }) => ({
    ...rest,
    access: access ?? (groups ? 'groups' : 'everyone'),
    groups: groups ?? [],
  }))

export const serviceChangeInput = z.strictObject({
  name: serviceName.optional(),
  title: title.optional(),
  url: url.nullable().optional(),
  access: access.optional(),
  groups: groupNames.optional(),
})

const giveName = 'Give the name of a service.'

/** The list of a token: the names of services, or null for all that its user may use. */
export const tokenServices = z
  .array(z.string(giveName).regex(serviceNameForm, giveName), 'Give a list of names, or null.')
  .max(maxServices, `Give at most ${maxServices} services.`)
  .nullable()
  .meta({ examples: [null, ['wiki']] })

/** The path parameters of a service's resources. */
export const ofService = z.object({ name: z.string().meta({ description: "The service's name." }) })
