import { requireSession, requireSessionAndJson } from '@/lib/api/authorize'
import { list } from '@/lib/api/list'
import { resource } from '@/lib/api/resource'
import { type Client, clientOf } from '@/lib/http/client'
import { readIdempotencyKey } from '@/lib/http/idempotency-key'
import { ProblemError } from '@/lib/http/problem'
import { createApiToken, listApiTokens } from '@/lib/tokens/api-tokens'
import { type CreateOutcome, createApiTokenOnce } from '@/lib/tokens/idempotent-create'
import { createTokenInput } from '@/lib/tokens/schema'
import type { SessionPrincipal } from '@/shared/principal'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource({
  GET: async (request) => list(request, await listApiTokens(await requireSession(request))),

  POST: async (request) => {
    const key = readIdempotencyKey(request.headers)
    const { principal, input } = await requireSessionAndJson(request, createTokenInput)
    const result = await create(principal, {
      name: input.name,
      key,
      client: clientOf(request.headers),
    })
    if (result.outcome === 'created') return Response.json(result.token)
    throw new ProblemError(result.outcome, refusals[result.outcome])
  },
})

const refusals = {
  token_exists: 'You already have a token. Delete it to create another.',
  idempotency_key_reused: 'This Idempotency-Key belongs to another request.',
  token_deleted:
    'The token that was made under this Idempotency-Key is deleted. Use another key for another token.',
}

interface Wanted {
  name: string
  key: string | null
  client: Client
}

async function create(
  principal: SessionPrincipal,
  { name, key, client }: Wanted,
): Promise<CreateOutcome> {
  if (key !== null) return createApiTokenOnce(principal, { name, key, client })
  const token = await createApiToken(principal, name, client)
  return token ? { outcome: 'created', token } : { outcome: 'token_exists' }
}
