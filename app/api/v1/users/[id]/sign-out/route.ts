import { contract } from '@/app/api/v1/users/[id]/sign-out/contract'
import { resource } from '@/lib/api/resource'
import { userNotFound } from '@/lib/api/user-refusals'
import { signOutPerson } from '@/lib/people/sign-out'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource(contract, {
  POST: async ({ params: { id }, actor }) => {
    const ended = await signOutPerson(actor, id)
    if (ended === null) throw userNotFound()
    return { msg: 'Signed out everywhere', ended }
  },
})
