import { type Contract, done } from '@/lib/api/contract'
import { ofUser } from '@/lib/people/schema'

export const contract = {
  path: '/api/v1/users/{id}/token/previous',
  tag: 'People',
  DELETE: {
    operationId: 'endPreviousMachineSecret',
    summary: 'End the old secret of a machine’s token',
    description: 'The previous secret, which is refused from then on, everywhere.',
    who: 'owner',
    params: ofUser,
    answer: { description: 'It is ended.', body: done('Old secret ended') },
    refusals: ['not_found', 'not_a_machine'],
  },
} satisfies Contract
