import { z } from 'zod'
import type { Contract } from '@/lib/api/contract'
import { authTokenText } from '@/shared/issued-auth-token'

export const contract = {
  path: '/api/v1/auth/token/refresh',
  tag: 'Accounts',
  POST: {
    operationId: 'refresh',
    summary: 'Get the next auth token by the refresh cookie',
    description:
      'The cookie rotates. A spent one that comes back ends its session, but for the few seconds in which two tabs may have raced.',
    who: 'refresh',
    answer: {
      description: 'An auth token of the session.',
      body: z.object({ token: authTokenText }),
      setsCookies: true,
    },
  },
} satisfies Contract
