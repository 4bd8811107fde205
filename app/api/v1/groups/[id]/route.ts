import { contract } from '@/app/api/v1/groups/[id]/contract'
import { groupNotFound, groupRefused } from '@/lib/api/group-refusals'
import { resource } from '@/lib/api/resource'
import { changeGroup } from '@/lib/people/change-group'
import { deleteGroup } from '@/lib/people/delete-group'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource(contract, {
  PATCH: async ({ params: { id }, input, actor }) => {
    const result = await changeGroup(actor, id, input)
    if (result.outcome === 'stored') return result.group
    throw groupRefused(result)
  },

  DELETE: async ({ params: { id }, actor }) => {
    if (await deleteGroup(actor, id)) return { msg: 'Group deleted' }
    throw groupNotFound()
  },
})
