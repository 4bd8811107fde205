import { z } from 'zod'

/** A session as its user sees it. Times are RFC 3339, UTC. */
export const sessionRow = z
  .object({
    id: z.uuid(),
    browser: z
      .string()
      .meta({ description: 'Empty when it is not known.', examples: ['Chromium 156'] }),
    system: z.string().meta({ description: 'Empty when it is not known.', examples: ['Linux'] }),
    created_at: z.iso.datetime(),
    last_seen_at: z.iso.datetime(),
    expires_at: z.iso.datetime(),
    is_current: z.boolean().meta({ description: 'Whether it is the session that asks.' }),
  })
  .meta({ id: 'Session' })

export type SessionRow = z.infer<typeof sessionRow>
