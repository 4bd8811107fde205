import { contract } from '@/app/api/v1/auth/user/signin/contract'
import { answerWithAuthToken } from '@/lib/api/auth-token'
import { resource } from '@/lib/api/resource'
import { signInRefused } from '@/lib/api/sign-in-refused'
import { readDeviceCookie } from '@/lib/sign-in/device-cookie'
import { continueSignIn } from '@/lib/sign-in/second-step'
import { signIn } from '@/lib/sign-in/sign-in'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource(contract, {
  POST: async ({ input, actor }) => {
    const device = await readDeviceCookie()
    const result =
      'code' in input
        ? await continueSignIn(actor, {
            continueToken: input.continue_token,
            code: input.code,
            device,
          })
        : await signIn(actor, { ...input, device })
    if (result.outcome === 'signed_in') return answerWithAuthToken(result)
    throw signInRefused(result)
  },
})
