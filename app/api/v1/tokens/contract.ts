import type { Contract } from '@/lib/api/contract'
import { pageOf, paging } from '@/lib/api/list'
import { createTokenInput } from '@/lib/tokens/schema'
import { apiTokenRow, createdApiToken } from '@/shared/api-token-row'

export const contract = {
  path: '/api/v1/tokens',
  tag: 'API tokens',
  GET: {
    operationId: 'listApiTokens',
    summary: 'Your tokens: none, or the one',
    who: 'session',
    query: paging,
    answer: {
      description: 'Your own tokens, never their secrets.',
      body: pageOf(apiTokenRow).meta({ id: 'ApiTokens' }),
    },
  },
  POST: {
    operationId: 'createApiToken',
    summary: 'Make a token',
    description:
      'Each user keeps one: a second is refused. A client that lost the answer lists the tokens, and copies the secret.',
    who: 'session',
    json: createTokenInput,
    answer: {
      description: 'The new token, with its secret.',
      body: createdApiToken,
    },
    refusals: ['token_exists'],
  },
} satisfies Contract
