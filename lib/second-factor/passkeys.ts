import { OnlySignInMethod, requireSignInMethod } from '@/lib/accounts/sign-in-methods'
import type { SignedInActor } from '@/lib/audit/actor'
import { addActivity } from '@/lib/audit/record'
import { db } from '@/lib/db/client'
import type { Passkey } from '@/lib/db/generated/sqlite/client'
import { changeFactor } from '@/lib/second-factor/change-factor'
import { endIdleRecoveryCodes } from '@/lib/second-factor/recovery-codes'
import { lockSessionIn, whileSessionLives } from '@/lib/sessions/lock-session'
import type { PasskeyRow } from '@/shared/passkey-row'
import type { SessionPrincipal } from '@/shared/principal'

/* The passkeys of a user: list, rename and remove. Adding one: register-passkey.ts. */

export async function listPasskeys({ subject }: SessionPrincipal): Promise<PasskeyRow[]> {
  const passkeys = await db().passkey.findMany({
    where: { userId: subject.id },
    orderBy: { createdAt: 'asc' },
  })
  return passkeys.map(toRow)
}

/**
 * @returns the renamed passkey, or null without such a one
 * @throws SessionOver
 */
export const renamePasskey = (
  actor: SignedInActor,
  id: string,
  name: string,
): Promise<PasskeyRow | null> =>
  whileSessionLives(() =>
    db().$transaction(async (transaction) => {
      const { subject } = actor.principal
      const where = { id, userId: subject.id }
      const { count } = await transaction.passkey.updateMany({ where, data: { name } })
      if (count === 0) return null
      await lockSessionIn(transaction, actor)
      const detail = { passkey_name: name }
      await addActivity(actor, subject, { action: 'passkey_renamed', detail }, transaction)
      return toRow(await transaction.passkey.findUniqueOrThrow({ where }))
    }),
  )

/**
 * @returns `only_way_in` for a user who could not sign in any more
 * @throws SessionOver
 */
export async function removePasskey(
  actor: SignedInActor,
  id: string,
): Promise<'removed' | 'not_found' | 'only_way_in'> {
  const userId = actor.principal.subject.id
  try {
    const removed = await changeFactor(
      actor,
      async (transaction) => {
        const where = { id, userId }
        const passkey = await transaction.passkey.findUnique({ where, select: { name: true } })
        if (!passkey || (await transaction.passkey.deleteMany({ where })).count === 0) return null
        await requireSignInMethod(transaction, userId)
        await endIdleRecoveryCodes(transaction, userId)
        return passkey
      },
      ({ name }) => ({ action: 'passkey_removed', detail: { passkey_name: name } }),
    )
    return removed ? 'removed' : 'not_found'
  } catch (error) {
    if (error instanceof OnlySignInMethod) return 'only_way_in'
    throw error
  }
}

export const toRow = ({ id, name, createdAt, lastUsedAt }: Passkey): PasskeyRow => ({
  id,
  name,
  created_at: createdAt.toISOString(),
  last_used_at: lastUsedAt?.toISOString() ?? null,
})
