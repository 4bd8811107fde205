import { z } from 'zod'

/** A new invitation. Only this response contains its token. Times are RFC 3339, UTC. */
export const invitationRow = z
  .object({
    id: z.uuid().meta({ description: 'The invited user.' }),
    email: z.string().meta({ examples: ['ada@example.com'] }),
    invite_token: z.string(),
    invite_url: z.string().meta({ description: 'The page that accepts it.' }),
    expires_at: z.iso.datetime(),
    sent: z.boolean().meta({ description: 'Whether the invited person got it by mail.' }),
  })
  .meta({ id: 'Invitation' })

export type InvitationRow = z.infer<typeof invitationRow>
