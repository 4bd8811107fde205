import { confirmationRefusals } from '@/lib/api/confirmed'
import type { Contract } from '@/lib/api/contract'
import { confirmationInput, recoveryCodes } from '@/lib/second-factor/schema'

export const contract = {
  path: '/api/v1/second-factor/recovery-codes',
  tag: 'Second factor',
  POST: {
    operationId: 'renewRecoveryCodes',
    summary: 'Make new recovery codes',
    description: 'Those before end.',
    who: 'session',
    json: confirmationInput,
    answer: { description: 'The new codes.', body: recoveryCodes },
    refusals: ['not_found', ...confirmationRefusals],
  },
} satisfies Contract
