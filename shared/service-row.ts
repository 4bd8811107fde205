import { z } from 'zod'
import { maxNameLength, usageInterval } from '@/shared/limits'

export const accesses = ['everyone', 'groups'] as const

export type Access = (typeof accesses)[number]

/** The form of a service's name, which proxies write into an address. */
export const serviceNameForm = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/

/** A service as the API and the pages show it. Times are RFC 3339, UTC. */
export const serviceRow = z
  .object({
    name: z.string().meta({ pattern: serviceNameForm.source, examples: ['wiki'] }),
    title: z.string().meta({
      description: 'The name, unless the service was given another title.',
      maxLength: maxNameLength,
      examples: ['Team wiki'],
    }),
    url: z
      .string()
      .nullable()
      .meta({ examples: ['https://wiki.example.com/'] }),
    access: z.enum(accesses).meta({
      description:
        'The users that may use it: every active user, or the members of its groups. Without groups, nobody may.',
    }),
    groups: z.array(z.string()).meta({
      description: 'In the order of their names. A member is answered those that they are in.',
    }),
    use_count: z
      .int()
      .min(0)
      .meta({
        description: `How often it was used, up to ${usageInterval.words} ago: by everybody for an owner, and by the own token for a member.`,
      }),
    last_used_at: z.iso.datetime().nullable().meta({ description: 'By the same.' }),
  })
  .meta({ id: 'Service' })

export type ServiceRow = z.infer<typeof serviceRow>
