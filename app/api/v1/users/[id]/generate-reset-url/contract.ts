import { z } from 'zod'
import type { Contract } from '@/lib/api/contract'
import { ofUser } from '@/lib/people/schema'

export const contract = {
  path: '/api/v1/users/{id}/generate-reset-url',
  tag: 'People',
  POST: {
    operationId: 'generateResetUrl',
    summary: 'Make a link to choose a new password',
    description:
      'It works once, for an hour. An earlier link does not work any more. One for yourself needs a confirmation of the last ten minutes, in the browser.',
    who: 'owner',
    params: ofUser,
    answer: {
      description: 'The link. Only this response contains it.',
      body: z
        .object({
          reset_password_token: z.string(),
          reset_password_url: z.string(),
          expires_at: z.iso.datetime(),
        })
        .meta({ id: 'ResetLink' }),
    },
    refusals: ['not_found', 'passwords_off', 'confirmation_required'],
  },
} satisfies Contract
