import { z } from 'zod'
import { displayText } from '@/lib/display-text'
import { maxGroupNameLength } from '@/shared/limits'

/** The name of a group, which may have commas. */
export const groupName = displayText(maxGroupNameLength)
  .min(1, 'Give the group a name.')
  .meta({ examples: ['operations'] })

/** Two names with the same key are one group: they look alike, or differ by case alone. */
export const groupKey = (name: string) => name.normalize('NFKC').toLowerCase().normalize('NFKC')

/** A larger group is put together by the groups of its users. */
const maxMembers = 1_000

/** The ids of users, each once. */
const members = z
  .array(
    z.string("Give a user's id.").regex(/^[\w-]+$/, "Give a user's id."),
    'Give a list of ids.',
  )
  .max(maxMembers, `Give at most ${maxMembers} users.`)
  .transform((ids) => [...new Set(ids)])

export const newGroupInput = z.strictObject({ name: groupName, members: members.default([]) })

export const groupChangeInput = z.strictObject({
  name: groupName.optional(),
  members: members.optional(),
})

/** The path parameters of a group's resources. */
export const ofGroup = z.object({ id: z.string().meta({ description: "The group's id." }) })
