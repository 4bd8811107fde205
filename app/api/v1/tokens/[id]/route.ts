import { contract } from '@/app/api/v1/tokens/[id]/contract'
import { resource } from '@/lib/api/resource'
import { ProblemError } from '@/lib/http/problem'
import { deleteApiToken } from '@/lib/tokens/api-tokens'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource(contract, {
  DELETE: async ({ params: { id }, actor }) => {
    if (await deleteApiToken(actor, id)) return { msg: 'Token deleted' }
    throw new ProblemError('not_found', 'You have no such token.')
  },
})
