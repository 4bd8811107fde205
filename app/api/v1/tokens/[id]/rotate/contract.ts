import type { Contract } from '@/lib/api/contract'
import { ofToken, rotationDescription, rotationInput } from '@/lib/tokens/schema'
import { createdApiToken } from '@/shared/api-token-row'

export const contract = {
  path: '/api/v1/tokens/{id}/rotate',
  tag: 'API tokens',
  POST: {
    operationId: 'rotateApiToken',
    summary: 'Replace the secret of a token',
    description: rotationDescription,
    who: 'session',
    params: ofToken,
    json: rotationInput,
    answer: { description: 'The token, with its new secret.', body: createdApiToken },
    refusals: ['not_found', 'rotation_in_progress'],
  },
} satisfies Contract
