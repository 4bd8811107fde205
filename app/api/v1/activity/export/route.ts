import { contract } from '@/app/api/v1/activity/export/contract'
import { WithHeaders } from '@/lib/api/answer'
import { resource } from '@/lib/api/resource'
import { allActivity } from '@/lib/audit/list'
import { addActivity, authorOf } from '@/lib/audit/record'

/** Exports the whole audit log, including the row of this export. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource(contract, {
  GET: async ({ principal, client }) => {
    await addActivity(authorOf(principal, client), { action: 'activity_exported' })
    const day = new Date().toISOString().slice(0, 10)
    return new WithHeaders(allActivity(), {
      'content-disposition': `attachment; filename="jeton-activity-${day}.jsonl"`,
    })
  },
})
