import { z } from 'zod'
import { type Contract, done } from '@/lib/api/contract'
import { ofUser } from '@/lib/people/schema'

export const contract = {
  path: '/api/v1/users/{id}/sign-out',
  tag: 'People',
  POST: {
    operationId: 'signOutUser',
    summary: 'Sign a user out everywhere',
    description: 'The password and the API token stay valid.',
    who: 'owner',
    params: ofUser,
    answer: {
      description: 'The sessions are ended.',
      body: done('Signed out everywhere').extend({
        ended: z.int().min(0).meta({ description: 'How many sessions were ended.' }),
      }),
    },
    refusals: ['not_found'],
  },
} satisfies Contract
