import { type Contract, done } from '@/lib/api/contract'
import { ofToken } from '@/lib/tokens/schema'

export const contract = {
  path: '/api/v1/tokens/{id}/previous',
  tag: 'API tokens',
  DELETE: {
    operationId: 'endPreviousSecret',
    summary: 'End the old secret of a token',
    description: 'The previous secret, which is refused from then on, everywhere.',
    who: 'session',
    params: ofToken,
    answer: { description: 'It is ended.', body: done('Old secret ended') },
    refusals: ['not_found'],
  },
} satisfies Contract
