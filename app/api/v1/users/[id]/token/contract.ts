import { type Contract, done } from '@/lib/api/contract'
import { ofUser } from '@/lib/people/schema'
import { createTokenInput, tokenChangeInput, tokenListDescription } from '@/lib/tokens/schema'
import { apiTokenRow, createdApiToken } from '@/shared/api-token-row'

export const contract = {
  path: '/api/v1/users/{id}/token',
  tag: 'People',
  GET: {
    operationId: 'getUserToken',
    summary: 'The API token of a user',
    who: 'owner',
    params: ofUser,
    answer: { description: 'The token, without its secret.', body: apiTokenRow },
    refusals: ['not_found'],
  },
  POST: {
    operationId: 'createMachineToken',
    summary: 'Make the token of a machine',
    description: 'Each keeps one: a second is refused.',
    who: 'owner',
    params: ofUser,
    json: createTokenInput,
    answer: { description: 'The new token, with its secret.', body: createdApiToken },
    refusals: ['not_found', 'not_a_machine', 'token_exists'],
  },
  PATCH: {
    operationId: 'changeMachineToken',
    summary: 'Change the token of a machine',
    description: tokenListDescription,
    who: 'owner',
    params: ofUser,
    json: tokenChangeInput,
    answer: { description: 'The token as it is now.', body: apiTokenRow },
    refusals: ['not_found', 'not_a_machine'],
  },
  DELETE: {
    operationId: 'deleteUserToken',
    summary: 'Delete the token of a user',
    description: 'Also the token of a person. It is refused from then on, everywhere.',
    who: 'owner',
    params: ofUser,
    answer: { description: 'It is deleted.', body: done('Token deleted') },
    refusals: ['not_found'],
  },
} satisfies Contract
