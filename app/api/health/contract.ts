import { z } from 'zod'
import type { Contract } from '@/lib/api/contract'

/** server/health.ts answers, without Next. */
export const contract = {
  path: '/api/health',
  tag: 'Server',
  GET: {
    operationId: 'getHealth',
    summary: 'Does the process answer?',
    who: 'anyone',
    answer: { description: 'All is well.', body: z.object({ status: z.literal('ok') }) },
  },
} satisfies Contract
