import type { Contract } from '@/lib/api/contract'
import { credentialOptions } from '@/lib/second-factor/credential-schema'

export const contract = {
  path: '/api/v1/auth/passkey/options',
  tag: 'Accounts',
  POST: {
    operationId: 'passkeySignInOptions',
    summary: 'Begin to sign in with a passkey',
    description: 'The answer is for `navigator.credentials.get` (WebAuthn), for five minutes.',
    who: 'anyone',
    answer: { description: 'PublicKeyCredentialRequestOptionsJSON.', body: credentialOptions },
    refusals: ['not_found', 'rate_limited'],
  },
} satisfies Contract
