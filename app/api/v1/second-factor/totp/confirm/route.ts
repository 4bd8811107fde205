import { contract } from '@/app/api/v1/second-factor/totp/confirm/contract'
import { resource } from '@/lib/api/resource'
import { ProblemError } from '@/lib/http/problem'
import { confirmAuthenticatorApp } from '@/lib/second-factor/authenticator-app'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource(contract, {
  POST: async ({ actor, input: { code } }) => {
    const recovery_codes = await confirmAuthenticatorApp(actor, code.replace(/\s/g, ''))
    if (recovery_codes) return { recovery_codes }
    const message = 'The code is not a present one of the app that was begun.'
    throw new ProblemError('code_wrong', message, {
      status: 400,
      errors: [{ path: 'code', message }],
    })
  },
})
