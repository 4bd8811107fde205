import { contract } from '@/app/api/v1/passkeys/[id]/contract'
import { requireConfirmed } from '@/lib/api/confirmed'
import { resource } from '@/lib/api/resource'
import { ProblemError } from '@/lib/http/problem'
import { onlyWayIn } from '@/lib/http/refusals'
import { removePasskey, renamePasskey } from '@/lib/second-factor/passkeys'

const missing = () => new ProblemError('not_found', 'There is no such passkey.')

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource(contract, {
  PATCH: async ({ actor, params: { id }, input: { name } }) => {
    const passkey = await renamePasskey(actor, id, name)
    if (passkey) return passkey
    throw missing()
  },

  DELETE: async ({ actor, params: { id }, input }) => {
    await requireConfirmed(actor, input)
    const outcome = await removePasskey(actor, id)
    if (outcome === 'removed') return { msg: 'Passkey removed' }
    throw outcome === 'only_way_in' ? onlyWayIn() : missing()
  },
})
