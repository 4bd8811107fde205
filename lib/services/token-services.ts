import type { Prisma } from '@/lib/db/generated/sqlite/client'
import { usableBy } from '@/lib/services/service'

/** The list of a token: null for all services that its user may use. */
export type TokenServices = readonly string[] | null

interface Token {
  id: string
  userId: string
}

/**
 * Finds the services that may be put on a token's list: those that its user may use, and those on
 * it already. Verification asks for the groups as well: being on a list opens nothing.
 * @returns the ids, and the places of names that may not
 */
export async function findServices(
  transaction: Prisma.TransactionClient,
  { id: tokenId, userId }: Token,
  names: readonly string[],
): Promise<{ ids: string[]; refused: number[] }> {
  const services = await transaction.service.findMany({
    where: {
      name: { in: [...new Set(names)] },
      OR: [usableBy(userId), { tokens: { some: { tokenId } } }],
    },
    select: { id: true, name: true },
  })
  const found = new Set(services.map(({ name }) => name))
  return {
    ids: services.map(({ id }) => id),
    refused: names.flatMap((name, i) => (found.has(name) ? [] : [i])),
  }
}

/**
 * Sets the services on a token's list, in the transaction that has locked the token. Rows that stay
 * are left alone: a transaction that deletes their service meanwhile would otherwise wait for them,
 * and this one for the service.
 */
export async function setServices(
  transaction: Prisma.TransactionClient,
  tokenId: string,
  ids: readonly string[],
): Promise<void> {
  const rows = await transaction.apiTokenService.findMany({
    where: { tokenId },
    select: { serviceId: true },
  })
  const before = new Set(rows.map(({ serviceId }) => serviceId))
  const removed = [...before].filter((id) => !ids.includes(id))
  const added = ids.filter((id) => !before.has(id))
  if (removed.length > 0)
    await transaction.apiTokenService.deleteMany({
      where: { tokenId, serviceId: { in: removed } },
    })
  if (added.length > 0)
    await transaction.apiTokenService.createMany({
      data: added.map((serviceId) => ({ tokenId, serviceId })),
    })
}
