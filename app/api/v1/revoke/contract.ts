import { z } from 'zod'
import type { Contract } from '@/lib/api/contract'

/** The form may have more fields, such as a client's credentials: they are not looked at. */
const input = z.object({
  token: z
    .string('Give a token.')
    .trim()
    .min(1, 'Give a token.')
    .meta({ description: 'Of either kind. White space around it does not count.' }),
  token_type_hint: z.string().optional().meta({ description: 'Not looked at.' }),
})

export const contract = {
  path: '/api/v1/revoke',
  tag: 'Verification',
  POST: {
    operationId: 'revoke',
    summary: 'End a token that you hold',
    description:
      'RFC 7009. A caller who has found a token revokes it by presenting it; no other credential is read. An API token is deleted. The previous secret of a rotated token ends without its current one. An auth token ends its session. An unknown token gets the same answer after the same time. The user reads of it in the audit log and by mail. A page of any origin may call this.',
    who: 'anyone',
    anyOrigin: true,
    form: input,
    answer: { description: 'No instance accepts the token, if one ever has.' },
    refusals: ['rate_limited'],
  },
} satisfies Contract
