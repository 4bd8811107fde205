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
    answer: { description: 'The second factor of the account.', body: secondFactor },
  },
} satisfies Contract
