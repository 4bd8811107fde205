import { requireOwner, requireSameOrigin } from '@/lib/api/authorize'
import { jsonLines, jsonLinesType } from '@/lib/api/json-lines'
import { resource } from '@/lib/api/resource'
import { allActivity } from '@/lib/audit/list'
import { addActivity, authorOf } from '@/lib/audit/record'
import { clientOf } from '@/lib/http/client'

/** Exports the whole audit log, including the row of this export. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource({
  GET: async (request) => {
    requireSameOrigin(request)
    const author = authorOf(await requireOwner(request), clientOf(request.headers))
    await addActivity(author, { action: 'activity_exported' })
    const day = new Date().toISOString().slice(0, 10)
    return new Response(jsonLines(allActivity()), {
      headers: {
        'content-type': jsonLinesType,
        'content-disposition': `attachment; filename="jeton-activity-${day}.jsonl"`,
      },
    })
  },
})
