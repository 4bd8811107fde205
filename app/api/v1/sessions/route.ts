import { contract } from '@/app/api/v1/sessions/contract'
import { toPage } from '@/lib/api/list'
import { resource } from '@/lib/api/resource'
import { endOtherSessions } from '@/lib/sessions/end-session'
import { listSessions } from '@/lib/sessions/list-sessions'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource(contract, {
  GET: async ({ principal, query }) => toPage(await listSessions(principal), query),

  /** Ends all sessions except the caller's. */
  DELETE: async ({ actor }) => {
    const ended = await endOtherSessions(actor)
    return { msg: 'Signed out everywhere else', ended }
  },
})
