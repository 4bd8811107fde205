import { z } from 'zod'
import { maxGroupNameLength } from '@/shared/limits'

export const groupSources = ['local', 'oidc'] as const

/** A group of users, as the owners see it. */
export const groupRow = z
  .object({
    id: z.uuid(),
    name: z.string().meta({ maxLength: maxGroupNameLength, examples: ['operations'] }),
    source: z.enum(groupSources).meta({
      description: '`oidc` while the provider, and no owner, has put users into it.',
    }),
    members: z.array(z.uuid()).meta({
      description: 'The ids of its users, whether owners or the provider have put them into it.',
    }),
  })
  .meta({ id: 'Group' })

export type GroupRow = z.infer<typeof groupRow>
