import { z } from 'zod'
import { confirmationRefusals } from '@/lib/api/confirmed'
import { type Contract, done } from '@/lib/api/contract'
import { confirmationInput, passkeyName } from '@/lib/second-factor/schema'
import { passkeyRow } from '@/shared/passkey-row'

const params = z.object({ id: z.string().meta({ description: "The passkey's id." }) })

export const contract = {
  path: '/api/v1/passkeys/{id}',
  tag: 'Second factor',
  PATCH: {
    operationId: 'renamePasskey',
    summary: 'Rename a passkey',
    who: 'session',
    params,
    json: z.strictObject({ name: passkeyName }),
    answer: { description: 'The passkey.', body: passkeyRow },
    refusals: ['not_found'],
  },
  DELETE: {
    operationId: 'removePasskey',
    summary: 'Remove a passkey',
    who: 'session',
    params,
    json: confirmationInput,
    answer: { description: 'It is removed.', body: done('Passkey removed') },
    refusals: ['not_found', 'only_way_in', ...confirmationRefusals],
  },
} satisfies Contract
