import { contract } from '@/app/api/v1/users/[id]/token/secret/contract'
import { resource } from '@/lib/api/resource'
import { notMachine, tokenNotFound } from '@/lib/api/user-refusals'
import { copyMachineToken } from '@/lib/people/token'

/** "Copy": returns the secret of a machine's token. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource(contract, {
  GET: async ({ params: { id }, actor }) => {
    const result = await copyMachineToken(actor, id)
    if (result.outcome === 'copied') return { token: result.token }
    throw result.outcome === 'person' ? notMachine() : tokenNotFound()
  },
})
