import { z } from 'zod'
import type { Contract } from '@/lib/api/contract'
import { ofToken } from '@/lib/tokens/schema'
import { apiTokenText } from '@/shared/api-token-row'

export const contract = {
  path: '/api/v1/tokens/{id}/secret',
  tag: 'API tokens',
  GET: {
    operationId: 'getApiTokenSecret',
    summary: 'Get the secret of a token',
    description: '"Copy".',
    who: 'session',
    params: ofToken,
    sameOrigin: true,
    answer: { description: 'The token itself.', body: z.object({ token: apiTokenText }) },
    refusals: ['not_found'],
  },
} satisfies Contract
