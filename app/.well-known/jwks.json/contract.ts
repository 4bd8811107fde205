import type { Contract } from '@/lib/api/contract'
import { jwks } from '@/lib/tokens/jwks'

export const contract = {
  path: '/.well-known/jwks.json',
  tag: 'Verification',
  GET: {
    operationId: 'getJwks',
    summary: 'The public keys of auth tokens',
    description:
      'For services that check an auth token without asking. They accept it until it expires, also when its user has logged out.',
    who: 'anyone',
    answer: {
      description: 'A JWK Set (RFC 7517).',
      body: jwks,
      // A client that meets an unknown key fetches the set again.
      cache: { by: 'public', seconds: 300 },
    },
  },
} satisfies Contract
