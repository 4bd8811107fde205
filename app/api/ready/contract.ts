import { z } from 'zod'
import type { Contract } from '@/lib/api/contract'

/** server/health.ts answers, without Next. */
export const contract = {
  path: '/api/ready',
  tag: 'Server',
  GET: {
    operationId: 'getReadiness',
    summary: 'Does the database answer, and hold every migration?',
    who: 'anyone',
    answer: { description: 'All is well.', body: z.object({ status: z.literal('ok') }) },
  },
} satisfies Contract
