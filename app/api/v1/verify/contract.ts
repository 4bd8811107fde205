import type { Contract } from '@/lib/api/contract'

const identityHeader = (description: string, example: string) => ({
  description,
  required: true,
  schema: { type: 'string' as const },
  example,
})

const groups = identityHeader(
  "The names of the user's groups, with commas between. A comma in a name is percent-encoded.",
  'family,ops',
)

/** Always present; empty where there is no value. */
export const identity = {
  'Remote-User': identityHeader(
    'The email address: what services take for a login name.',
    'ada@example.com',
  ),
  'Remote-Email': identityHeader('The email address.', 'ada@example.com'),
  'Remote-Name': identityHeader("The user's name.", 'Ada Lovelace'),
  'X-Token-Id': identityHeader("An API token's id.", '3f0f7c0e-7f5f-4a5b-9d0a-0f6f1d3d6c11'),
  'X-Token-Name': identityHeader("An API token's name.", 'deploy'),
  'X-Token-Expires': identityHeader(
    "Until when an API token's secret works that was replaced; empty for the current one.",
    '2026-11-30T12:00:00.000Z',
  ),
  'X-Auth-Request-User': identityHeader("The user's id.", '0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d'),
  'X-Auth-Request-Email': identityHeader('The email address.', 'ada@example.com'),
  'Remote-Groups': groups,
  'X-Auth-Request-Groups': groups,
  'X-Service': identityHeader('The service that asked by its name.', 'wiki'),
  Vary: identityHeader(
    "One credential's answer is not another's.",
    'xc-token, xc-auth, Authorization',
  ),
}

/** verifier/answer.ts answers, without Next. */
export const contract = {
  path: '/api/v1/verify',
  tag: 'Verification',
  GET: {
    operationId: 'verify',
    summary: 'Whose token is this?',
    description:
      'For a proxy or a service that guards something. Every method and every address below this one get the same answer; no body is read. `JETON_TOKEN_HEADERS` names further headers of this installation that may hold the token. Characters beyond printable ASCII are percent-encoded.',
    who: 'verified',
    refusals: ['service_required'],
    answer: { description: 'The token is accepted. The body is empty.', headers: identity },
  },
} satisfies Contract
