import { z } from 'zod'
import type { Contract } from '@/lib/api/contract'
import { signInInput } from '@/lib/sign-in/schema'
import { authTokenText } from '@/shared/issued-auth-token'

export const contract = {
  path: '/api/v1/auth/user/signin',
  tag: 'Accounts',
  POST: {
    operationId: 'signIn',
    summary: 'Start a session',
    who: 'anyone',
    json: signInInput,
    answer: {
      description: 'An auth token of the session.',
      body: z.object({ token: authTokenText }),
      setsCookies: true,
    },
    refusals: ['credentials_wrong', 'passwords_off', 'rate_limited'],
  },
} satisfies Contract
