import { profileInput } from '@/lib/accounts/schema'
import { changeProfile } from '@/lib/accounts/users'
import { requireSessionAndJson, requireUser } from '@/lib/api/authorize'
import { rememberPreferences } from '@/lib/api/preferences'
import { resource } from '@/lib/api/resource'
import { clientOf } from '@/lib/http/client'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource({
  PATCH: async (request) => {
    const { principal, input } = await requireSessionAndJson(request, profileInput)
    const { display_name: displayName, language, theme } = input
    const change = { displayName, language, theme }
    const user = await requireUser(changeProfile(principal, change, clientOf(request.headers)))
    if (principal.credential.kind === 'session') await rememberPreferences(user)
    return Response.json(user)
  },
})
