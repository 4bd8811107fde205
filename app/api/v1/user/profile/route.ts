import { contract } from '@/app/api/v1/user/profile/contract'
import { changeProfile } from '@/lib/accounts/users'
import { requireUser } from '@/lib/api/caller'
import { resource } from '@/lib/api/resource'
import { rememberPreferences } from '@/lib/i18n/preference-cookies'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource(contract, {
  PATCH: async ({ principal, input, actor }) => {
    const { display_name: displayName, language, theme } = input
    const change = { displayName, language, theme }
    const user = await requireUser(changeProfile(actor, change))
    if (principal.credential.kind === 'session') await rememberPreferences(user)
    return user
  },
})
