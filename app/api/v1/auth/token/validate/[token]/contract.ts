import { z } from 'zod'
import { type Contract, done } from '@/lib/api/contract'

export const contract = {
  path: '/api/v1/auth/token/validate/{token}',
  tag: 'Accounts',
  POST: {
    operationId: 'validateResetToken',
    summary: 'Check a link to reset a password',
    description: 'It can still be used afterwards.',
    who: 'anyone',
    params: z.object({ token: z.string() }),
    answer: { description: 'It works.', body: done('This link works') },
    refusals: ['link_invalid', 'passwords_off'],
  },
} satisfies Contract
