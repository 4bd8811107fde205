import { z } from 'zod'
import { type Contract, done } from '@/lib/api/contract'

export const contract = {
  path: '/api/v1/sessions/{id}',
  tag: 'Sessions',
  DELETE: {
    operationId: 'endSession',
    summary: 'End one of your sessions',
    who: 'session',
    params: z.object({ id: z.string().meta({ description: "The session's id." }) }),
    answer: { description: 'It has ended.', body: done('Signed out') },
    refusals: ['not_found'],
  },
} satisfies Contract
