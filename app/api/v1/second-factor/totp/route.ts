import { contract } from '@/app/api/v1/second-factor/totp/contract'
import { requireConfirmed } from '@/lib/api/confirmed'
import { resource } from '@/lib/api/resource'
import { ProblemError } from '@/lib/http/problem'
import {
  beginAuthenticatorApp,
  removeAuthenticatorApp,
} from '@/lib/second-factor/authenticator-app'
import { qrCode } from '@/lib/second-factor/qr-code'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource(contract, {
  POST: async ({ actor, input }) => {
    await requireConfirmed(actor, input)
    const begun = await beginAuthenticatorApp(actor)
    if (begun) return { ...begun, qr: qrCode(begun.uri) }
    throw new ProblemError('second_factor_exists', 'You have an authenticator app already.')
  },

  DELETE: async ({ actor, input }) => {
    await requireConfirmed(actor, input)
    if (await removeAuthenticatorApp(actor)) return { msg: 'Authenticator app removed' }
    throw new ProblemError('not_found', 'There is no authenticator app.')
  },
})
