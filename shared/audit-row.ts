import { z } from 'zod'
import { actions, activityDetail, credentialKinds } from '@/shared/audit-event'

/** An audit row as its user sees it. Times are RFC 3339, UTC. */
export const activityRow = z
  .object({
    id: z.uuid(),
    at: z.iso.datetime(),
    action: z.enum(actions),
    credential: z
      .enum(credentialKinds)
      .meta({ description: 'The credential that proved the identity of the actor.' }),
    actor_email: z.string().nullable().meta({
      description: 'The other user who did it; null: it was the user, or the operator.',
    }),
    session_id: z
      .uuid()
      .nullable()
      .meta({ description: 'The session that it was done in, or that it began.' }),
    address: z.string().meta({
      description: 'Where it came from; of IPv6, the network.',
      examples: ['203.0.113.7', '2001:db8:1:2::/64'],
    }),
    browser: z
      .string()
      .meta({ description: 'Empty when it is not known.', examples: ['Chromium 156'] }),
    system: z.string().meta({ description: 'Empty when it is not known.', examples: ['Linux'] }),
    detail: activityDetail,
  })
  .meta({ id: 'Activity' })

export type ActivityRow = z.infer<typeof activityRow>

/** A page of a user's own rows, newest first. */
export interface ActivityPage {
  rows: ActivityRow[]
  /** Start of the next page; null after the last row. */
  next: string | null
}

/** An audit row as the owner of the installation sees it, with its user. */
export const activityRecord = activityRow
  .extend({
    user_id: z
      .uuid()
      .nullable()
      .meta({ description: 'Null: there was no account of that address.' }),
    actor_id: z.uuid().nullable().meta({ description: 'Of that other user.' }),
    email: z
      .string()
      .meta({ description: 'As it was then, or was typed.', examples: ['ada@example.com'] }),
    user_agent: z.string(),
  })
  .meta({ id: 'ActivityRecord' })

export type ActivityRecord = z.infer<typeof activityRecord>
