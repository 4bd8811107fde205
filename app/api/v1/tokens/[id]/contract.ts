import { type Contract, done } from '@/lib/api/contract'
import { ofToken, tokenChangeInput, tokenListDescription } from '@/lib/tokens/schema'
import { apiTokenRow } from '@/shared/api-token-row'

export const contract = {
  path: '/api/v1/tokens/{id}',
  tag: 'API tokens',
  PATCH: {
    operationId: 'changeApiToken',
    summary: 'Change a token',
    description: tokenListDescription,
    who: 'session',
    params: ofToken,
    json: tokenChangeInput,
    answer: { description: 'The token as it is now.', body: apiTokenRow },
    refusals: ['not_found'],
  },
  DELETE: {
    operationId: 'deleteApiToken',
    summary: 'Delete a token',
    description: 'It is refused from then on, everywhere.',
    who: 'session',
    params: ofToken,
    answer: { description: 'It is deleted.', body: done('Token deleted') },
    refusals: ['not_found'],
  },
} satisfies Contract
