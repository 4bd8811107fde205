import { z } from 'zod'
import type { Contract } from '@/lib/api/contract'
import { recoveryCodes } from '@/lib/second-factor/schema'
import { presentedCode } from '@/lib/sign-in/schema'

export const contract = {
  path: '/api/v1/second-factor/totp/confirm',
  tag: 'Second factor',
  POST: {
    operationId: 'confirmAuthenticatorApp',
    summary: 'Turn the authenticator app on',
    who: 'session',
    beforeSecondFactor: true,
    json: z.strictObject({ code: presentedCode }),
    answer: { description: 'It is on. Keep the recovery codes.', body: recoveryCodes },
    refusals: [{ code: 'code_wrong', status: 400 }],
  },
} satisfies Contract
