import { identityHeaders } from '@/verifier/identity-headers'

/** The names in the verifier's own list. */
export const identityNames = identityHeaders(
  {
    subject: { id: '', email: '', displayName: '' },
    credential: {
      kind: 'api_token',
      tokenId: '',
      tokenName: '',
      issuedAt: new Date(0),
      endsAt: null,
      previousSecret: null,
      services: null,
    },
  },
  { groups: '', service: '' },
).filter((_, i) => i % 2 === 0)
