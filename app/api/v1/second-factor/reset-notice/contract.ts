import { type Contract, done } from '@/lib/api/contract'

export const contract = {
  path: '/api/v1/second-factor/reset-notice',
  tag: 'Second factor',
  DELETE: {
    operationId: 'dismissResetNotice',
    summary: 'Note that you know of the reset of your second factor',
    who: 'session',
    beforeSecondFactor: true,
    answer: { description: 'It is noted.', body: done('Noted') },
  },
} satisfies Contract
