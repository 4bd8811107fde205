import { contract } from '@/app/api/v1/users/[id]/second-factor/contract'
import { resource } from '@/lib/api/resource'
import { userNotFound } from '@/lib/api/user-refusals'
import { resetSecondFactor } from '@/lib/people/reset-second-factor'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource(contract, {
  DELETE: async ({ params: { id }, actor }) => {
    if (await resetSecondFactor(actor, id)) return { msg: 'Second factor removed' }
    throw userNotFound()
  },
})
