import { contract } from '@/app/api/v1/auth/token/validate/[token]/contract'
import { getResetLink } from '@/lib/accounts/reset-link'
import { resource } from '@/lib/api/resource'
import { env } from '@/lib/config/settings'
import { linkInvalid, passwordsOff } from '@/lib/http/refusals'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource(contract, {
  POST: async ({ params: { token } }) => {
    if (env().passwords === 'off') throw passwordsOff()
    if (await getResetLink(token)) return { msg: 'This link works' }
    throw linkInvalid()
  },
})
