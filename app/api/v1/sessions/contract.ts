import { z } from 'zod'
import { type Contract, done } from '@/lib/api/contract'
import { pageOf, paging } from '@/lib/api/list'
import { sessionRow } from '@/shared/session-row'

export const contract = {
  path: '/api/v1/sessions',
  tag: 'Sessions',
  GET: {
    operationId: 'listSessions',
    summary: 'Where you are signed in',
    who: 'session',
    query: paging,
    answer: {
      description: 'Your sessions, the most recently seen first.',
      body: pageOf(sessionRow).meta({ id: 'Sessions' }),
    },
  },
  DELETE: {
    operationId: 'endOtherSessions',
    summary: 'Sign out everywhere else',
    who: 'session',
    answer: {
      description: 'Your other sessions have ended.',
      body: done('Signed out everywhere else').extend({ ended: z.int().min(0) }),
    },
  },
} satisfies Contract
