import type { Administrator } from '@/lib/audit/actor'
import { administer } from '@/lib/people/administer'
import { getHolder } from '@/lib/people/token'
import { storingUnder } from '@/lib/tokens/keys-in-use'
import { type RotationResult, storeEndOfPrevious, storeRotation } from '@/lib/tokens/store-rotation'
import { revoking } from '@/verifier/revocations'

/* The rotation of a machine's token by an owner. Nobody else rotates the token of a person. */

export type MachineRotationResult = RotationResult | { outcome: 'person' }

/**
 * Replaces the secret of a machine's token. When it returns, no instance accepts the previous one
 * longer than `graceSeconds` says.
 */
export const rotateMachineToken = (
  actor: Administrator,
  userId: string,
  graceSeconds: number,
): Promise<MachineRotationResult> =>
  revoking(() =>
    storingUnder((keys) =>
      administer(actor, async (transaction) => {
        const machine = await getHolder(transaction, userId)
        if (!machine) return { outcome: 'not_found' }
        if (machine.kind !== 'machine') return { outcome: 'person' }
        return storeRotation(transaction, actor, machine, { userId }, { keys, graceSeconds })
      }),
    ),
  )

export type MachineSecretEnd = { outcome: 'ended' | 'not_found' | 'person' }

/**
 * Ends the previous secret of a machine's token, which every instance refuses when it returns.
 */
export const endPreviousMachineSecret = (
  actor: Administrator,
  userId: string,
): Promise<MachineSecretEnd> =>
  revoking(() =>
    administer(actor, async (transaction) => {
      const machine = await getHolder(transaction, userId)
      if (machine && machine.kind !== 'machine') return { outcome: 'person' }
      const isEnded = machine && (await storeEndOfPrevious(transaction, actor, machine, { userId }))
      return { outcome: isEnded ? 'ended' : 'not_found' }
    }),
  )
