import { contract } from '@/app/api/v1/auth/token/validate/[token]/contract'
import { getResetLink } from '@/lib/accounts/reset-link'
import { resource } from '@/lib/api/resource'
import { linkInvalid } from '@/lib/http/refusals'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource(contract, {
  POST: async ({ params: { token } }) => {
    if (await getResetLink(token)) return { msg: 'This link works' }
    throw linkInvalid()
  },
})
