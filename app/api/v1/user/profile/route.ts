import { contract } from '@/app/api/v1/user/profile/contract'
import { changeProfile } from '@/lib/accounts/users'
import { requireUser } from '@/lib/api/caller'
import { resource } from '@/lib/api/resource'
import { env } from '@/lib/config/settings'
import { changeInBrowser } from '@/lib/demo/visitors'
import { rememberPreferences } from '@/lib/i18n/preference-cookies'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource(contract, {
  PATCH: async ({ principal, input, actor }) => {
    const { display_name: displayName, language, theme } = input
    const change = { displayName, language, theme }
    const changed = env().isDemo ? changeInBrowser(actor, change) : changeProfile(actor, change)
    const user = await requireUser(changed)
    if (principal.credential.kind === 'session') await rememberPreferences(user)
    return user
  },
})
