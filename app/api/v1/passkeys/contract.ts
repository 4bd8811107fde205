import { z } from 'zod'
import type { Contract } from '@/lib/api/contract'
import { pageOf, paging } from '@/lib/api/list'
import { registrationResponse } from '@/lib/second-factor/credential-schema'
import { passkeyName } from '@/lib/second-factor/schema'
import { passkeyRow } from '@/shared/passkey-row'

export const contract = {
  path: '/api/v1/passkeys',
  tag: 'Second factor',
  GET: {
    operationId: 'listPasskeys',
    summary: 'Your passkeys',
    who: 'session',
    beforeSecondFactor: true,
    query: paging,
    answer: { description: 'The oldest first.', body: pageOf(passkeyRow).meta({ id: 'Passkeys' }) },
  },
  POST: {
    operationId: 'registerPasskey',
    summary: 'Add a passkey',
    description: 'Made by the browser from the options of `/api/v1/passkeys/options`.',
    who: 'session',
    beforeSecondFactor: true,
    json: z.strictObject({ name: passkeyName, credential: registrationResponse }),
    answer: { description: 'The new passkey.', body: passkeyRow },
    refusals: ['not_found', { code: 'credentials_wrong', status: 400 }],
  },
} satisfies Contract
