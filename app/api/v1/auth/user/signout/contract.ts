import { type Contract, done } from '@/lib/api/contract'

export const contract = {
  path: '/api/v1/auth/user/signout',
  tag: 'Accounts',
  POST: {
    operationId: 'signOut',
    summary: 'End this session',
    description: 'Its auth tokens end with it, at once. Other sessions live on.',
    who: 'session',
    inDemo: 'served',
    beforeSecondFactor: true,
    answer: { description: 'It has ended.', body: done('Signed out'), setsCookies: true },
    refusals: ['demo_read_only'],
  },
} satisfies Contract
