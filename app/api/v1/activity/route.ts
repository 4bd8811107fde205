import { contract } from '@/app/api/v1/activity/contract'
import { resource } from '@/lib/api/resource'
import { listActivity } from '@/lib/audit/list'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource(contract, {
  GET: async ({ principal, query: { limit, cursor: after = null } }) => {
    const { rows, next } = await listActivity(principal, { limit, after })
    return {
      list: rows,
      pageInfo: { pageSize: limit, isFirstPage: after === null, isLastPage: next === null },
      next_cursor: next,
    }
  },
})
