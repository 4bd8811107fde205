import type { Contract } from '@/lib/api/contract'
import { credentialOptions } from '@/lib/second-factor/credential-schema'

export const contract = {
  path: '/api/v1/second-factor/confirmation/options',
  tag: 'Second factor',
  POST: {
    operationId: 'confirmationOptions',
    summary: 'Begin to confirm by a passkey',
    description: 'The answer is for `navigator.credentials.get` (WebAuthn), for five minutes.',
    who: 'session',
    beforeSecondFactor: true,
    answer: { description: 'PublicKeyCredentialRequestOptionsJSON.', body: credentialOptions },
    refusals: ['not_found'],
  },
} satisfies Contract
