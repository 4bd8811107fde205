import { z } from 'zod'
import { newEmailAddress } from '@/lib/accounts/email'
import { displayName } from '@/lib/accounts/schema'
import { groupName } from '@/lib/people/group-schema'
import { maxNameLength } from '@/shared/limits'
import { machineRoles, type PersonRole, personRoles, type Role, roles } from '@/shared/person-row'

/** More than the identity provider gives, so that a list that was read can be sent back. */
const maxGroups = 300

/** Groups by their names. */
export const groupNames = z
  .array(groupName)
  .max(maxGroups, `Give at most ${maxGroups} groups.`)
  .meta({ examples: [['operations']] })

const personRole = z.enum(personRoles, 'Use owner or member.')

const machineRole = z.enum(machineRoles, 'Use member or service.')

/** NocoDB's roles of an organisation, which has no owners besides its first user. */
const nocodbRoles = z
  .enum(['org-level-creator', 'org-level-viewer'], 'Use org-level-creator or org-level-viewer.')
  .meta({ description: "NocoDB's words for a member. Where `role` is there too, it counts." })

/** Returns the role that an input gives, in either field. */
export const roleIn = <R extends Role = PersonRole>(input: {
  role?: R | undefined
  roles?: z.output<typeof nocodbRoles> | undefined
}): R | 'member' | undefined => input.role ?? (input.roles && 'member')

const invitation = z.strictObject({
  kind: z.literal('person').optional(),
  email: newEmailAddress,
  role: personRole.optional(),
  roles: nocodbRoles.optional(),
  groups: groupNames.default([]),
  display_name: displayName.default(''),
})

const machine = z.strictObject({
  kind: z.literal('machine'),
  display_name: displayName.min(1, 'Give the machine a name.'),
  role: machineRole.default('member'),
  groups: groupNames.default([]),
})

export const newUserInput = z.discriminatedUnion('kind', [invitation, machine], {
  error: 'Use person or machine.',
})

export const userChange = z.strictObject({
  role: z.enum(roles, 'Use owner, member or service.').optional(),
  roles: nocodbRoles.optional(),
  disabled: z.boolean('Use true or false.').optional(),
  groups: groupNames.optional(),
  display_name: displayName.optional(),
  email: newEmailAddress.optional(),
})

/** The path parameters of a user's resources. */
export const ofUser = z.object({ id: z.string().meta({ description: "The user's id." }) })

/** Part of a name or an address. */
export const searchQuery = z.string().max(maxNameLength, `Use at most ${maxNameLength} characters.`)
