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
    description:
      'Where the user has a second factor, a correct password is answered by `second_factor_required`: call this again with `continue_token` and a code.',
    who: 'anyone',
    json: signInInput,
    answer: {
      description: 'An auth token of the session.',
      body: z.object({ token: authTokenText }),
      setsCookies: true,
    },
    refusals: [
      'credentials_wrong',
      'passwords_off',
      'second_factor_required',
      'code_wrong',
      'rate_limited',
    ],
  },
} satisfies Contract
