import { z } from 'zod'
import { languages, themes } from '@/shared/preferences'

/** A user as the API shows them to themselves. */
export const userRow = z
  .object({
    id: z.uuid(),
    email: z.string().meta({ examples: ['ada@example.com'] }),
    display_name: z.string().meta({ examples: ['Ada Lovelace'] }),
    roles: z.object({ user: z.literal(true), owner: z.literal(true).optional() }),
    groups: z.array(z.string()).meta({ description: 'In the order of their names.' }),
    language: z.enum(languages).nullable().meta({ description: "Null: the browser's." }),
    theme: z.enum(themes),
  })
  .meta({ id: 'User' })

export type UserRow = z.infer<typeof userRow>
