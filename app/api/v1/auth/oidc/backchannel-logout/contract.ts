import { z } from 'zod'
import { type Contract, done } from '@/lib/api/contract'

export const contract = {
  path: '/api/v1/auth/oidc/backchannel-logout',
  tag: 'Accounts',
  POST: {
    operationId: 'logOutByProvider',
    summary: 'End the sessions that the OpenID provider names',
    description:
      'For the OpenID provider (OpenID Connect Back-Channel Logout 1.0). Every instance refuses the sessions when it answers, and a session that is not known, or has ended, counts as ended. API tokens stay valid.',
    who: 'anyone',
    form: z.object({ logout_token: z.string('Send a logout_token.').min(1).max(20_000) }),
    answer: { description: 'They have ended.', body: done('The sessions have ended.') },
    // OpenID Connect Back-Channel Logout 1.0, section 2.8: a logout that has failed is a 400.
    refusals: ['not_found', { code: 'provider_unavailable', status: 400 }],
  },
} satisfies Contract
