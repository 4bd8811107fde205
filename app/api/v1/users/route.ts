import { contract } from '@/app/api/v1/users/contract'
import { pageInfoOf } from '@/lib/api/list'
import { resource } from '@/lib/api/resource'
import { emailTaken } from '@/lib/api/user-refusals'
import { env } from '@/lib/config/settings'
import { serverAddress } from '@/lib/http/server-address'
import { addMachine } from '@/lib/people/add-machine'
import { mailInvitation, toInvitationRow } from '@/lib/people/invitation'
import { invite } from '@/lib/people/invite'
import { listPeople } from '@/lib/people/list-people'
import { roleIn } from '@/lib/people/schema'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource(contract, {
  GET: async ({ query }) => {
    const { rows, totalRows } = await listPeople(query)
    return { list: rows, pageInfo: pageInfoOf(totalRows, query) }
  },

  POST: async ({ input, actor, request: { headers } }) => {
    const { display_name: displayName, groups } = input
    if (input.kind === 'machine')
      return addMachine(actor, { displayName, role: input.role, groups })
    const person = { email: input.email, displayName, role: roleIn(input) ?? 'member', groups }
    const result = await invite(actor, person, serverAddress(headers, env()))
    if (result.outcome === 'invited')
      return toInvitationRow(result, await mailInvitation(actor, result))
    throw emailTaken()
  },
})
