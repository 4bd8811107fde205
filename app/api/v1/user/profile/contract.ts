import { profileInput } from '@/lib/accounts/schema'
import type { Contract } from '@/lib/api/contract'
import { userRow } from '@/shared/user-row'

export const contract = {
  path: '/api/v1/user/profile',
  tag: 'Accounts',
  PATCH: {
    operationId: 'changeProfile',
    summary: 'Change your name, language or theme',
    who: 'session',
    inDemo: 'served',
    beforeSecondFactor: true,
    json: profileInput,
    answer: { description: 'You, as you are now.', body: userRow, setsCookies: true },
    refusals: ['demo_read_only'],
  },
} satisfies Contract
