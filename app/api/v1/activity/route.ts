import { requireSession } from '@/lib/api/authorize'
import { cursorPaging, readQuery } from '@/lib/api/list'
import { resource } from '@/lib/api/resource'
import { listActivity } from '@/lib/audit/list'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource({
  GET: async (request) => {
    const principal = await requireSession(request)
    const { limit, cursor: after = null } = readQuery(request, cursorPaging)
    const { rows, next } = await listActivity(principal, { limit, after })
    return Response.json({
      list: rows,
      pageInfo: { pageSize: limit, isFirstPage: after === null, isLastPage: next === null },
      next_cursor: next,
    })
  },
})
