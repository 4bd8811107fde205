import { confirmationRefusals } from '@/lib/api/confirmed'
import type { Contract } from '@/lib/api/contract'
import { credentialOptions } from '@/lib/second-factor/credential-schema'
import { confirmationInput } from '@/lib/second-factor/schema'

export const contract = {
  path: '/api/v1/passkeys/options',
  tag: 'Second factor',
  POST: {
    operationId: 'passkeyOptions',
    summary: 'Begin to add a passkey',
    description: 'The answer is for `navigator.credentials.create` (WebAuthn), for five minutes.',
    who: 'session',
    beforeSecondFactor: true,
    json: confirmationInput,
    answer: { description: 'PublicKeyCredentialCreationOptionsJSON.', body: credentialOptions },
    refusals: ['not_found', ...confirmationRefusals],
  },
} satisfies Contract
