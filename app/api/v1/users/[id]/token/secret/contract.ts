import { z } from 'zod'
import type { Contract } from '@/lib/api/contract'
import { ofUser } from '@/lib/people/schema'
import { apiTokenText } from '@/shared/api-token-row'

export const contract = {
  path: '/api/v1/users/{id}/token/secret',
  tag: 'People',
  GET: {
    operationId: 'getMachineTokenSecret',
    summary: 'Get the secret of a machine’s token',
    description: '"Copy". Nobody else gets the secret of a person’s token.',
    who: 'owner',
    inDemo: 'refused',
    params: ofUser,
    sameOrigin: true,
    answer: { description: 'The token itself.', body: z.object({ token: apiTokenText }) },
    refusals: ['not_found', 'not_a_machine'],
  },
} satisfies Contract
