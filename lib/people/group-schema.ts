import { z } from 'zod'
import { groupName } from '@/lib/people/group-name'

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
