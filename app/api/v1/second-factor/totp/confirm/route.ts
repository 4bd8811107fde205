import { contract } from '@/app/api/v1/second-factor/totp/confirm/contract'
import { resource } from '@/lib/api/resource'
import { ProblemError } from '@/lib/http/problem'
import { rateLimited } from '@/lib/http/rate-limited'
import { consume, reset } from '@/lib/limits/counters'
import { confirmAuthenticatorApp } from '@/lib/second-factor/authenticator-app'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource(contract, {
  POST: async ({ actor, input: { code } }) => {
    const of = [actor.principal.credential.sessionId]
    const limit = await consume('app-code', of)
    if (limit) throw rateLimited(limit)
    const recovery_codes = await confirmAuthenticatorApp(actor, code.replace(/\s/g, ''))
    if (recovery_codes) {
      await reset('app-code', of)
      return { recovery_codes }
    }
    const message = 'The code is not a present one of the app that was begun.'
    throw new ProblemError('code_wrong', message, {
      status: 400,
      errors: [{ path: 'code', message }],
    })
  },
})
