import { contract } from '@/app/api/v1/groups/contract'
import { groupRefused } from '@/lib/api/group-refusals'
import { pageInfoOf } from '@/lib/api/list'
import { resource } from '@/lib/api/resource'
import { addGroup } from '@/lib/people/add-group'
import { listGroups } from '@/lib/people/group'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource(contract, {
  GET: async ({ query }) => {
    const { groups, total } = await listGroups(query)
    return { list: groups, pageInfo: pageInfoOf(total, query) }
  },

  POST: async ({ input, actor }) => {
    const result = await addGroup(actor, input)
    if (result.outcome === 'stored') return result.group
    throw groupRefused(result)
  },
})
