import { z } from 'zod'
import { done } from '@/lib/api/contract/done'
import type { Paths } from '@/lib/api/contract/operation'
import { pageOf, paging } from '@/lib/api/list'
import { createTokenInput } from '@/lib/tokens/schema'
import { apiTokenRow, apiTokenText, createdApiToken } from '@/shared/api-token-row'

const params = z.object({ id: z.string().meta({ description: "The token's id." }) })

export const apiTokens: Paths = {
  '/api/v1/tokens': {
    tag: 'API tokens',
    get: {
      operationId: 'listApiTokens',
      summary: 'Your tokens: none, or the one',
      who: 'session',
      query: paging,
      answer: {
        description: 'Your own tokens, never their secrets.',
        body: pageOf(apiTokenRow).meta({ id: 'ApiTokens' }),
      },
    },
    post: {
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
  },
  '/api/v1/tokens/{id}': {
    tag: 'API tokens',
    delete: {
      operationId: 'deleteApiToken',
      summary: 'Delete a token',
      description: 'It is refused from then on, everywhere.',
      who: 'session',
      params,
      answer: { description: 'It is deleted.', body: done('Token deleted') },
      refusals: ['not_found'],
    },
  },
  '/api/v1/tokens/{id}/secret': {
    tag: 'API tokens',
    get: {
      operationId: 'getApiTokenSecret',
      summary: 'Get the secret of a token',
      description: '"Copy".',
      who: 'session',
      params,
      answer: { description: 'The token itself.', body: z.object({ token: apiTokenText }) },
      refusals: ['not_found', 'cross_origin'],
    },
  },
}
