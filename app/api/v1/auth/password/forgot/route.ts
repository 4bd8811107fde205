import { after } from 'next/server'
import { contract } from '@/app/api/v1/auth/password/forgot/contract'
import { askForResetLink, mailResetLink } from '@/lib/accounts/forgot-password'
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
    const language = await getLocale()
    // Only an address with an account takes this time, so it is taken after the answer.
    after(() => mailResetLink(email, language))
    return { msg: 'If this address has an account, a link is on its way to it.' }
  },
})
