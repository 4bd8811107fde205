import { z } from 'zod'
import { requireSession, requireUser } from '@/lib/api/authorize'
import { rememberPreferences } from '@/lib/api/preferences'
import { resource } from '@/lib/api/resource'
import { readJson } from '@/lib/http/body'
import { displayName } from '@/lib/users/display-name'
import { languages, themes } from '@/lib/users/user-row'
import { changeProfile } from '@/lib/users/users'

const input = z.strictObject({
  display_name: displayName.optional(),
  language: z.enum(languages, 'Use en or fr.').nullable().optional(),
  theme: z.enum(themes, 'Use system, light or dark.').optional(),
})

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource({
  PATCH: async (request) => {
    const { subject, credential } = await requireSession(request)
    const { display_name, language, theme } = await readJson(request, input)
    const user = await requireUser(changeProfile(subject.id, { displayName: display_name, language, theme }))
    if (credential.kind === 'session') await rememberPreferences(user)
    return Response.json(user)
  },
})
