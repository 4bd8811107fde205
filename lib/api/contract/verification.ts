import type { Paths } from '@/lib/api/contract/operation'
import { introspectionInput } from '@/lib/sign-in/schema'
import { jwks } from '@/lib/tokens/jwks'
import { introspection } from '@/shared/introspection'

const identityHeader = (description: string, example: string) => ({
  description,
  required: true,
  schema: { type: 'string' as const },
  example,
})

/** Always present; empty where there is no value. */
const identity = {
  'Remote-User': identityHeader(
    'The email address: what services take for a login name.',
    'ada@example.com',
  ),
  'Remote-Email': identityHeader('The email address.', 'ada@example.com'),
  'Remote-Name': identityHeader("The user's name.", 'Ada Lovelace'),
  'X-Token-Id': identityHeader("An API token's id.", '3f0f7c0e-7f5f-4a5b-9d0a-0f6f1d3d6c11'),
  'X-Token-Name': identityHeader("An API token's name.", 'deploy'),
  'X-Auth-Request-User': identityHeader("The user's id.", '0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d'),
  'X-Auth-Request-Email': identityHeader('The email address.', 'ada@example.com'),
  Vary: identityHeader(
    "One credential's answer is not another's.",
    'xc-token, xc-auth, Authorization',
  ),
}

export const verification: Paths = {
  '/api/v1/verify': {
    tag: 'Verification',
    get: {
      operationId: 'verify',
      summary: 'Whose token is this?',
      description:
        'For a proxy or a service that guards something. Every method and every address below this one get the same answer; no body is read. What is not printable ASCII is percent-encoded.',
      who: 'verified',
      answer: { description: 'The token is accepted. The body is empty.', headers: identity },
    },
  },
  '/api/v1/introspect': {
    tag: 'Verification',
    post: {
      operationId: 'introspect',
      summary: 'What is this token?',
      description:
        "RFC 7662. An OAuth client sends the caller's own token as its secret, by client_secret_basic or client_secret_post; its id is not looked at.",
      who: 'client',
      form: introspectionInput,
      answer: {
        description: 'What it is and whose. Of one that is not accepted nothing is told.',
        body: introspection,
      },
    },
  },
  '/.well-known/jwks.json': {
    tag: 'Verification',
    get: {
      operationId: 'getJwks',
      summary: 'The public keys of auth tokens',
      description:
        'For services that check an auth token without asking. They accept it until it expires, also when its user has logged out.',
      who: 'anyone',
      answer: { description: 'A JWK Set (RFC 7517).', body: jwks, cache: 'public' },
    },
  },
}
