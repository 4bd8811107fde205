import type { Contract } from '@/lib/api/contract'
import { ofUser } from '@/lib/people/schema'
import { rotationDescription, rotationInput } from '@/lib/tokens/schema'
import { createdApiToken } from '@/shared/api-token-row'

export const contract = {
  path: '/api/v1/users/{id}/token/rotate',
  tag: 'People',
  POST: {
    operationId: 'rotateMachineToken',
    summary: 'Replace the secret of a machine’s token',
    description: rotationDescription,
    who: 'owner',
    params: ofUser,
    json: rotationInput,
    answer: { description: 'The token, with its new secret.', body: createdApiToken },
    refusals: ['not_found', 'not_a_machine', 'rotation_in_progress'],
  },
} satisfies Contract
