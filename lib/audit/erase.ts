import { randomBytes } from 'node:crypto'
import type { Prisma } from '@/lib/db/generated/sqlite/client'

/** Of every pseudonym. No email address lacks an `@`, so none is mistaken for a pseudonym. */
const prefix = 'erased-'

/**
 * Erases a person from the audit log: in rows about the person, and in those of what the person has
 * done to others, a random pseudonym replaces the email address, and the network address and the
 * browser are removed. The ids stay. Rows with an address of the person that belong to no user count
 * as rows about the person.
 * @param id of the user, who may be deleted already
 * @param email the current address, if the user still had one
 * @returns the pseudonym, or null where nothing names the person
 */
export async function eraseFromLog(
  transaction: Prisma.TransactionClient,
  id: string,
  email?: string,
): Promise<string | null> {
  const emails = await addressesOf(transaction, id, email)
  if (emails.length === 0) return null
  const pseudonym = prefix + randomBytes(8).toString('hex')
  const userId = { in: await deletedUsersWith(transaction, emails) }
  const typed = { email: { in: emails } }
  await transaction.activity.updateMany({
    where: {
      email: { not: { startsWith: prefix } },
      OR: [{ userId: id }, { ...typed, userId: null }, { ...typed, userId }],
    },
    data: { email: pseudonym, address: '', userAgent: '' },
  })
  await transaction.activity.updateMany({
    where: { actorId: id, actorEmail: { not: { startsWith: prefix } } },
    data: { actorEmail: pseudonym, address: '', userAgent: '' },
  })
  return pseudonym
}

async function addressesOf(
  transaction: Prisma.TransactionClient,
  id: string,
  email?: string,
): Promise<string[]> {
  const own = await transaction.activity.findMany({
    where: { userId: id },
    distinct: ['email'],
    select: { email: true },
  })
  const acted = await transaction.activity.findMany({
    where: { actorId: id },
    distinct: ['actorEmail'],
    select: { actorEmail: true },
  })
  const all = [email, ...own.map((row) => row.email), ...acted.map((row) => row.actorEmail)]
  return [...new Set(all.flatMap((address) => address ?? []))].filter(
    (address) => !address.startsWith(prefix),
  )
}

/** Returns the ids of users with one of these addresses in the log who do not exist any more. */
async function deletedUsersWith(
  transaction: Prisma.TransactionClient,
  emails: string[],
): Promise<string[]> {
  const logged = await transaction.activity.findMany({
    where: { email: { in: emails }, userId: { not: null } },
    distinct: ['userId'],
    select: { userId: true },
  })
  const ids = logged.flatMap(({ userId }) => userId ?? [])
  const users = await transaction.user.findMany({
    where: { id: { in: ids } },
    select: { id: true },
  })
  const existing = new Set(users.map((user) => user.id))
  return ids.filter((userId) => !existing.has(userId))
}
