import { contract } from '@/app/api/v1/auth/password/reset/[token]/contract'
import { resetByLink } from '@/lib/accounts/reset-by-link'
import { resource } from '@/lib/api/resource'
import { passwordRefused } from '@/lib/api/user-refusals'
import { linkInvalid, passwordsOff } from '@/lib/http/refusals'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource(contract, {
  POST: async ({ params: { token }, input: { password }, actor }) => {
    const result = await resetByLink(actor, token, password)
    if (result.outcome === 'reset') return { msg: 'Password reset' }
    if (result.outcome === 'password_refused') throw passwordRefused('password', result.fault)
    throw result.outcome === 'passwords_off' ? passwordsOff() : linkInvalid()
  },
})
