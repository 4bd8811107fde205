import type { Administrator } from '@/lib/audit/actor'
import { addActivity } from '@/lib/audit/record'
import type { Prisma } from '@/lib/db/generated/sqlite/client'
import { endSessionsIn } from '@/lib/sessions/end-session'

/**
 * Disables a user, which ends the user's sessions, or enables one, which brings the API token back.
 * The caller commits within `revoking`.
 */
export async function setDisabled(
  transaction: Prisma.TransactionClient,
  actor: Administrator,
  account: { id: string; email: string },
  disabled: boolean,
): Promise<void> {
  const { count } = await transaction.user.updateMany({
    where: { id: account.id, disabledAt: disabled ? null : { not: null } },
    data: { disabledAt: disabled ? new Date() : null },
  })
  if (count === 0) return
  if (disabled)
    await endSessionsIn(transaction, {
      actor,
      account,
      which: {},
      eventOf: (ended) => ({ action: 'user_disabled', detail: { ended } }),
    })
  else await addActivity(actor, account, { action: 'user_enabled' }, transaction)
}
