import { contract } from '@/app/api/v1/activity/export/contract'
import { WithHeaders } from '@/lib/api/answer'
import { resource } from '@/lib/api/resource'
import { exportActivity } from '@/lib/audit/list'

/** Exports the whole audit log, including the row of this export. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource(contract, {
  GET: async ({ actor }) => {
    const day = new Date().toISOString().slice(0, 10)
    return new WithHeaders(await exportActivity(actor), {
      'content-disposition': `attachment; filename="jeton-activity-${day}.jsonl"`,
    })
  },
})
