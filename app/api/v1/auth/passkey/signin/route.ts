import { contract } from '@/app/api/v1/auth/passkey/signin/contract'
import { answerWithAuthToken } from '@/lib/api/auth-token'
import { resource } from '@/lib/api/resource'
import { requireRelyingParty } from '@/lib/api/second-factor'
import { credentialsWrong } from '@/lib/http/refusals'
import { readDeviceCookie } from '@/lib/sign-in/device-cookie'
import { signInWithPasskey } from '@/lib/sign-in/passkey-sign-in'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource(contract, {
  POST: async ({ actor, input: { credential }, request }) => {
    const device = await readDeviceCookie()
    const result = await signInWithPasskey(actor, requireRelyingParty(request), {
      credential,
      device,
    })
    if (result.outcome === 'signed_in') return answerWithAuthToken(result)
    throw credentialsWrong('The passkey is not known here, or took too long.')
  },
})
