import { contract } from '@/app/api/v1/auth/password/forgot/contract'
import { askForResetLink } from '@/lib/accounts/forgot-password'
import { mailResetLinkLater } from '@/lib/accounts/reset-requests'
import { resource } from '@/lib/api/resource'
import { ProblemError } from '@/lib/http/problem'
import { rateLimited } from '@/lib/http/rate-limited'
import { passwordsOff } from '@/lib/http/refusals'
import { getLocale } from '@/lib/i18n/server'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource(contract, {
  POST: async ({ input: { email }, actor }) => {
    const result = await askForResetLink(actor)
    if (result.outcome === 'rate_limited') throw rateLimited(result.limit)
    if (result.outcome === 'passwords_off') throw passwordsOff()
    if (result.outcome === 'mail_off')
      throw new ProblemError('not_found', 'This server sends no mail: ask an owner for a link.')
    mailResetLinkLater(email, await getLocale())
    return { msg: 'If this address has an account, a link is on its way to it.' }
  },
})
