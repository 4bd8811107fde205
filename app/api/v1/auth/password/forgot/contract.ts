import { type Contract, done } from '@/lib/api/contract'
import { passwordForgotInput } from '@/lib/sign-in/schema'

export const contract = {
  path: '/api/v1/auth/password/forgot',
  tag: 'Accounts',
  POST: {
    operationId: 'forgotPassword',
    summary: 'Ask for a link to reset your password',
    description:
      'Sends it by mail. The answer is the same, after the same time, whether or not the address has an account. Not found on a server that sends no mail: an owner makes the link there.',
    who: 'anyone',
    json: passwordForgotInput,
    answer: {
      description: 'It is asked for.',
      body: done('If this address has an account, a link is on its way to it.'),
    },
    refusals: ['not_found', 'passwords_off', 'rate_limited'],
  },
} satisfies Contract
