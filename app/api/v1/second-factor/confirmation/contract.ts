import { z } from 'zod'
import { confirmationRefusals } from '@/lib/api/confirmed'
import { type Contract, done } from '@/lib/api/contract'
import { assertionResponse } from '@/lib/second-factor/credential-schema'
import { presentedPassword } from '@/lib/sign-in/schema'

export const contract = {
  path: '/api/v1/second-factor/confirmation',
  tag: 'Second factor',
  POST: {
    operationId: 'confirm',
    summary: 'Confirm that it is you',
    description: 'For ten minutes, second factors can then be changed in this session.',
    who: 'session',
    beforeSecondFactor: true,
    json: z.union([
      z.strictObject({ password: presentedPassword }),
      z.strictObject({ credential: assertionResponse }),
    ]),
    answer: { description: 'It is noted.', body: done('Confirmed') },
    refusals: ['not_found', ...confirmationRefusals],
  },
} satisfies Contract
