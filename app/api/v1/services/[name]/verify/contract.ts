import { z } from 'zod'
import { identity } from '@/app/api/v1/verify/contract'
import type { Contract } from '@/lib/api/contract'

/** verifier/answer.ts answers, without Next. */
export const contract = {
  path: '/api/v1/services/{name}/verify',
  tag: 'Verification',
  GET: {
    operationId: 'verifyForService',
    summary: 'Whose token is this, and may it be used at this service?',
    description:
      "For a proxy or a service that guards something: its configuration names the service. Every method and every address below this one get the same answer; no body is read. The user's groups must have the service, and so must the token's own list, if it has one.",
    who: 'verified',
    params: z.object({ name: z.string().meta({ examples: ['wiki'] }) }),
    answer: {
      description: 'The token is accepted at this service. The body is empty.',
      headers: identity,
    },
    refusals: ['service_unknown', 'service_not_allowed'],
  },
} satisfies Contract
