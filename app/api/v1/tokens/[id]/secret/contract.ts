import { z } from 'zod'
import type { Contract } from '@/lib/api/contract'
import { apiTokenText } from '@/shared/api-token-row'

export const contract = {
  path: '/api/v1/tokens/{id}/secret',
  tag: 'API tokens',
  GET: {
    operationId: 'getApiTokenSecret',
    summary: 'Get the secret of a token',
    description: '"Copy".',
    who: 'session',
    params: z.object({ id: z.string().meta({ description: "The token's id." }) }),
    sameOrigin: true,
    answer: { description: 'The token itself.', body: z.object({ token: apiTokenText }) },
    refusals: ['not_found'],
  },
} satisfies Contract
