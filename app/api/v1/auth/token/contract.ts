import type { Contract } from '@/lib/api/contract'
import { issuedAuthToken } from '@/shared/issued-auth-token'

export const contract = {
  path: '/api/v1/auth/token',
  tag: 'Sessions',
  POST: {
    operationId: 'createAuthToken',
    summary: 'Get an auth token for this session',
    description: '"Copy Auth Token". It ends at `expires_at`, or with the session.',
    who: 'session',
    inDemo: 'served',
    answer: {
      description: 'The new auth token.',
      body: issuedAuthToken,
    },
  },
} satisfies Contract
