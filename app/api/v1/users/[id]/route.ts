import { contract } from '@/app/api/v1/users/[id]/contract'
import { requireConfirmedForSelf } from '@/lib/api/confirmed'
import { resource } from '@/lib/api/resource'
import { emailTaken, lastOwner, userNotFound } from '@/lib/api/user-refusals'
import { ProblemError } from '@/lib/http/problem'
import { changePerson } from '@/lib/people/change-person'
import { deletePerson } from '@/lib/people/delete-person'
import { roleIn } from '@/lib/people/schema'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource(contract, {
  PATCH: async ({ params: { id }, input, actor }) => {
    const { disabled, groups, display_name: displayName, email } = input
    if (email !== undefined && email !== actor.principal.subject.email)
      await requireConfirmedForSelf(actor, id)
    const change = { role: roleIn(input), disabled, groups, displayName, email }
    const result = await changePerson(actor, id, change)
    switch (result.outcome) {
      case 'changed':
        return { ...result.person, msg: 'The user has been updated' }
      case 'machine':
        throw new ProblemError(
          'input_invalid',
          'A machine keeps the address that was generated for it, and is a member or a service.',
        )
      case 'person':
        throw new ProblemError('input_invalid', 'Only a machine can be a service.')
      case 'last_owner':
        throw lastOwner()
      case 'email_taken':
        throw emailTaken()
      case 'not_found':
        throw userNotFound()
    }
  },

  DELETE: async ({ params: { id }, query, actor }) => {
    const outcome = await deletePerson(actor, id, { erase: query.erase === 'true' })
    if (outcome === 'deleted') return { msg: 'The user has been deleted' }
    throw outcome === 'last_owner' ? lastOwner() : userNotFound()
  },
})
