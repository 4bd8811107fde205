import type { Contract } from '@/lib/api/contract'
import { secondFactor } from '@/shared/second-factor'

export const contract = {
  path: '/api/v1/second-factor',
  tag: 'Second factor',
  GET: {
    operationId: 'getSecondFactor',
    summary: 'Which second factor you have',
    who: 'session',
    beforeSecondFactor: true,
    answer: { description: 'What is on.', body: secondFactor },
  },
} satisfies Contract
