import { z } from 'zod'
import type { Contract } from '@/lib/api/contract'
import { introspection } from '@/shared/introspection'

/**
 * The form may have more fields: a server ignores those that it does not know (RFC 7662, section
 * 2.1).
 */
const input = z.object({
  token: z.string('Give a token.').min(1, 'Give a token.').meta({ description: 'Of either kind.' }),
  client_id: z.string().optional().meta({ description: 'Not looked at.' }),
  client_secret: z
    .string()
    .optional()
    .meta({ description: "The caller's own token, of either kind, where no header holds one." }),
})

export const contract = {
  path: '/api/v1/introspect',
  tag: 'Verification',
  POST: {
    operationId: 'introspect',
    summary: 'What is this token?',
    description:
      "RFC 7662. An OAuth client sends the caller's own token as its secret, by client_secret_basic or client_secret_post; its id is not looked at.",
    who: 'client',
    inDemo: 'served',
    form: input,
    answer: {
      description:
        'The type and the user of the token. Nothing else is returned for a token that is not accepted.',
      body: introspection,
    },
  },
} satisfies Contract
