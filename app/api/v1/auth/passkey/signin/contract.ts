import { z } from 'zod'
import type { Contract } from '@/lib/api/contract'
import { assertionResponse } from '@/lib/second-factor/credential-schema'
import { authTokenText } from '@/shared/issued-auth-token'

export const contract = {
  path: '/api/v1/auth/passkey/signin',
  tag: 'Accounts',
  POST: {
    operationId: 'passkeySignIn',
    summary: 'Start a session with a passkey',
    description: 'A second factor is not asked for.',
    who: 'anyone',
    json: z.strictObject({ credential: assertionResponse }),
    answer: {
      description: 'An auth token of the session.',
      body: z.object({ token: authTokenText }),
      setsCookies: true,
    },
    refusals: ['credentials_wrong', 'not_found'],
  },
} satisfies Contract
