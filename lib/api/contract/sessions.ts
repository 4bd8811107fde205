import { z } from 'zod'
import { done } from '@/lib/api/contract/done'
import type { Paths } from '@/lib/api/contract/operation'
import { pageOf, paging } from '@/lib/api/list'
import { issuedAuthToken } from '@/shared/issued-auth-token'
import { sessionRow } from '@/shared/session-row'

export const sessions: Paths = {
  '/api/v1/auth/token': {
    tag: 'Sessions',
    post: {
      operationId: 'createAuthToken',
      summary: 'Get an auth token for this session',
      description: '"Copy Auth Token". It ends at `expires_at`, or with the session.',
      who: 'session',
      answer: {
        description: 'The new auth token.',
        body: issuedAuthToken,
      },
    },
  },
  '/api/v1/sessions': {
    tag: 'Sessions',
    get: {
      operationId: 'listSessions',
      summary: 'Where you are signed in',
      who: 'session',
      query: paging,
      answer: {
        description: 'Your sessions, the most recently seen first.',
        body: pageOf(sessionRow).meta({ id: 'Sessions' }),
      },
    },
    delete: {
      operationId: 'endOtherSessions',
      summary: 'Sign out everywhere else',
      who: 'session',
      answer: {
        description: 'Your other sessions have ended.',
        body: done('Signed out everywhere else').extend({ ended: z.int().min(0) }),
      },
    },
  },
  '/api/v1/sessions/{id}': {
    tag: 'Sessions',
    delete: {
      operationId: 'endSession',
      summary: 'End one of your sessions',
      who: 'session',
      params: z.object({ id: z.string().meta({ description: "The session's id." }) }),
      answer: { description: 'It has ended.', body: done('Signed out') },
      refusals: ['not_found'],
    },
  },
}
