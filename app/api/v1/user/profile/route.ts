import { z } from 'zod'
import { requireSessionAndJson, requireUser } from '@/lib/api/authorize'
import { rememberPreferences } from '@/lib/api/preferences'
import { resource } from '@/lib/api/resource'
import { languages, themes } from '@/lib/preferences'
import { displayName } from '@/lib/users/display-name'
import { changeProfile } from '@/lib/users/users'

const schema = z.strictObject({
  display_name: displayName.optional(),
  language: z.enum(languages, 'Use en or fr.').nullable().optional(),
  theme: z.enum(themes, 'Use system, light or dark.').optional(),
})

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource({
  PATCH: async (request) => {
    const { principal, input } = await requireSessionAndJson(request, schema)
    const { display_name: displayName, language, theme } = input
    const user = await requireUser(changeProfile(principal.subject.id, { displayName, language, theme }))
    if (principal.credential.kind === 'session') await rememberPreferences(user)
    return Response.json(user)
  },
})
