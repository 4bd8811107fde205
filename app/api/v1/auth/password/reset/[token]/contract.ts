import { z } from 'zod'
import { type Contract, done } from '@/lib/api/contract'
import { passwordResetInput } from '@/lib/sign-in/schema'

export const contract = {
  path: '/api/v1/auth/password/reset/{token}',
  tag: 'Accounts',
  POST: {
    operationId: 'resetPassword',
    summary: 'Reset your password',
    description:
      'With the token of a link, which works once. Ends all your sessions. Your API token and your second factor stay.',
    who: 'anyone',
    params: z.object({ token: z.string() }),
    json: passwordResetInput,
    answer: { description: 'It is reset.', body: done('Password reset') },
    refusals: ['link_invalid', 'passwords_off'],
  },
} satisfies Contract
