import { z } from 'zod'
import type { Contract } from '@/lib/api/contract'
import { signUpInput } from '@/lib/sign-in/schema'
import { authTokenText } from '@/shared/issued-auth-token'

export const contract = {
  path: '/api/v1/auth/user/signup',
  tag: 'Accounts',
  POST: {
    operationId: 'signUp',
    summary: 'Make an account',
    description:
      'Starts a session. The first account owns the installation. With the token of an invitation, also while sign-up is closed.',
    who: 'anyone',
    json: signUpInput,
    answer: {
      description: 'An auth token of the session.',
      body: z.object({ token: authTokenText }),
      setsCookies: true,
    },
    refusals: ['email_taken', 'signup_closed', 'passwords_off', 'link_invalid', 'rate_limited'],
  },
} satisfies Contract
