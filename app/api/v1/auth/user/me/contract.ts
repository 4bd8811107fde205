import { z } from 'zod'
import type { Contract } from '@/lib/api/contract'
import { userRow } from '@/shared/user-row'

export const contract = {
  path: '/api/v1/auth/user/me',
  tag: 'Accounts',
  GET: {
    operationId: 'getMe',
    summary: 'The user of the credential',
    who: 'principal',
    beforeSecondFactor: true,
    answer: {
      description: 'The user that the credential represents.',
      body: userRow
        .extend({
          is_api_token: z
            .literal(true)
            .optional()
            .meta({ description: 'Asked with an API token.' }),
        })
        .meta({ id: 'Me' }),
    },
  },
} satisfies Contract
