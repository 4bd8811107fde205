import { contract } from '@/app/api/v1/second-factor/recovery-codes/contract'
import { requireConfirmed } from '@/lib/api/confirmed'
import { resource } from '@/lib/api/resource'
import { ProblemError } from '@/lib/http/problem'
import { renewRecoveryCodes } from '@/lib/second-factor/recovery-codes'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource(contract, {
  POST: async ({ actor, input }) => {
    await requireConfirmed(actor, input)
    const recovery_codes = await renewRecoveryCodes(actor)
    if (recovery_codes) return { recovery_codes }
    throw new ProblemError('not_found', 'There is no second factor to recover.')
  },
})
