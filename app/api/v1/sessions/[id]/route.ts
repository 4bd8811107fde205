import { contract } from '@/app/api/v1/sessions/[id]/contract'
import { resource } from '@/lib/api/resource'
import { ProblemError } from '@/lib/http/problem'
import { endSession } from '@/lib/sessions/end-session'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource(contract, {
  DELETE: async ({ params: { id }, actor }) => {
    if (await endSession(actor, id)) return { msg: 'Signed out' }
    throw new ProblemError('not_found', 'There is no such session.')
  },
})
