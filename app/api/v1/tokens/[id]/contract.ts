import { z } from 'zod'
import type { Contract } from '@/lib/api/contract'
import { done } from '@/lib/api/done'

export const contract = {
  path: '/api/v1/tokens/{id}',
  tag: 'API tokens',
  DELETE: {
    operationId: 'deleteApiToken',
    summary: 'Delete a token',
    description: 'It is refused from then on, everywhere.',
    who: 'session',
    params: z.object({ id: z.string().meta({ description: "The token's id." }) }),
    answer: { description: 'It is deleted.', body: done('Token deleted') },
    refusals: ['not_found'],
  },
} satisfies Contract
