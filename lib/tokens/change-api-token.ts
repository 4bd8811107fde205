import { lockUser } from '@/lib/accounts/lock-user'
import type { SignedInActor } from '@/lib/audit/actor'
import { db } from '@/lib/db/client'
import { whileRowsExist } from '@/lib/db/errors'
import { lockSessionIn, whileSessionLives } from '@/lib/sessions/lock-session'
import {
  storeTokenChange,
  type TokenChange,
  type TokenChangeResult,
} from '@/lib/tokens/store-change'
import { revoking } from '@/verifier/revocations'

/**
 * Changes the caller's own token: its name, or the services that accept it. When it returns, no
 * instance answers by the previous state.
 * @throws SessionOver
 */
export function changeApiToken(
  actor: SignedInActor,
  id: string,
  change: TokenChange,
): Promise<TokenChangeResult> {
  const { subject } = actor.principal
  const store = () =>
    db().$transaction(async (transaction) => {
      // Locks the user before the session: see the lock order in lib/sessions/session.ts.
      await lockUser(transaction, { id: subject.id })
      await lockSessionIn(transaction, actor)
      return storeTokenChange(transaction, actor, subject, { id, userId: subject.id }, change)
    })
  return revoking(() => whileSessionLives(() => whileRowsExist(store)))
}
