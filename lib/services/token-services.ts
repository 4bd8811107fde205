import type { Prisma } from '@/lib/db/generated/sqlite/client'
import { usableBy } from '@/lib/services/service'

/** The list of a token: null for all services that its user may use. */
export type TokenServices = readonly string[] | null

interface Token {
  id: string
  userId: string
}

/**
 * Finds the services that may be put on a token's list: those that its user may use, and those on it
 * already. Verification asks for the groups as well: being on a list opens nothing.
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

/** Sets the services on a token's list, in the transaction that has locked the token. */
export async function setServices(
  transaction: Prisma.TransactionClient,
  tokenId: string,
  ids: readonly string[],
): Promise<void> {
  await transaction.apiTokenService.deleteMany({ where: { tokenId } })
  if (ids.length > 0)
    await transaction.apiTokenService.createMany({
      data: ids.map((serviceId) => ({ tokenId, serviceId })),
    })
}
