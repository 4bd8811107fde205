import type { Administrator } from '@/lib/audit/actor'
import { addActivity, type LoggedAccount } from '@/lib/audit/record'
import type { Prisma } from '@/lib/db/generated/sqlite/client'
import { findServices, setServices, type TokenServices } from '@/lib/services/token-services'
import { detailOf, toRow, withServices } from '@/lib/tokens/api-token'
import type { ApiTokenRow } from '@/shared/api-token-row'
import type { Setting } from '@/shared/audit-event'

export interface TokenChange {
  name?: string | undefined
  services?: TokenServices | undefined
}

export type TokenChangeResult =
  | { outcome: 'changed'; token: ApiTokenRow }
  | { outcome: 'not_found' }
  /** `places`: of the names of services that do not exist, or that the token's user may not use. */
  | { outcome: 'services_refused'; places: number[] }

/**
 * Changes the token of a user, in a transaction that has locked the user's row or takes turns with
 * those of other owners. The caller commits within `revoking`.
 */
export async function storeTokenChange(
  transaction: Prisma.TransactionClient,
  actor: Administrator,
  holder: LoggedAccount & { id: string },
  where: Prisma.ApiTokenWhereUniqueInput,
  { name, services }: TokenChange,
): Promise<TokenChangeResult> {
  const token = await transaction.apiToken.findUnique({ where, include: withServices })
  if (!token) return { outcome: 'not_found' }
  const { ids, refused } = await findServices(transaction, token, services ?? [])
  if (refused.length > 0) return { outcome: 'services_refused', places: refused }
  const before = toRow(token, holder)
  const settings: Setting[] = [
    ...(name !== undefined && name !== before.name ? (['name'] as const) : []),
    ...(services !== undefined && !isSameList(services, before.services)
      ? (['services'] as const)
      : []),
  ]
  if (settings.length === 0) return { outcome: 'changed', token: before }
  const data = {
    updatedAt: new Date(),
    ...(name !== undefined && { name }),
    ...(services !== undefined && { hasServiceList: services !== null }),
  }
  // Deleted meanwhile: then there is nothing to change.
  const { count } = await transaction.apiToken.updateMany({ where: { id: token.id }, data })
  if (count === 0) return { outcome: 'not_found' }
  if (services !== undefined) await setServices(transaction, token.id, ids)
  const after = await transaction.apiToken.findUniqueOrThrow({
    where: { id: token.id },
    include: withServices,
  })
  const detail = { ...detailOf(after), settings }
  await addActivity(actor, holder, { action: 'token_changed', detail }, transaction)
  return { outcome: 'changed', token: toRow(after, holder) }
}

/** @param before sorted, each name once */
function isSameList(services: TokenServices, before: string[] | null): boolean {
  if (services === null || before === null) return services === before
  return JSON.stringify([...new Set(services)].sort()) === JSON.stringify(before)
}
