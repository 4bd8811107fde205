import { type Contract, done } from '@/lib/api/contract'
import { passwordChangeInput } from '@/lib/sign-in/schema'

export const contract = {
  path: '/api/v1/auth/user/password/change',
  tag: 'Accounts',
  POST: {
    operationId: 'changePassword',
    summary: 'Change your password',
    description: 'Ends your other sessions.',
    who: 'session',
    beforeSecondFactor: true,
    json: passwordChangeInput,
    answer: { description: 'It is changed.', body: done('Password changed') },
    refusals: [{ code: 'credentials_wrong', status: 400 }, 'passwords_off'],
  },
} satisfies Contract
