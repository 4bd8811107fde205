import { randomBytes } from 'node:crypto'
import type { Prisma } from '@/lib/db/generated/sqlite/client'
import type { ActivityDetail } from '@/shared/audit-event'

/** Of every pseudonym. It has no `@`: an email address may begin in the same way. */
const prefix = 'erased-'

const isPseudonym = (email: string) => email.startsWith(prefix) && !email.includes('@')

/** The condition of a text that is no pseudonym. */
const named = (column: 'email' | 'actorEmail'): Prisma.ActivityWhereInput => ({
  OR: [{ [column]: { not: { startsWith: prefix } } }, { [column]: { contains: '@' } }],
})

/**
 * The fields in the details of a row that name a person. The trigger of the table removes the same.
 */
const personal: readonly string[] = ['browser', 'system', 'token_name', 'passkey_name']

/**
 * Erases a person from the audit log: in rows about the person, and in those of what the person has
 * done to others, a random pseudonym replaces the email address, and the network address and the
 * browser are removed. From the details of the former, browsers, systems and names are removed too.
 * The ids stay. Rows with an address of the person that belong to no user count as rows about the
 * person.
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
  const about = {
    AND: [
      named('email'),
      { OR: [{ userId: id }, { ...typed, userId: null }, { ...typed, userId }] },
    ],
  }
  const unnamed = { email: pseudonym, address: '', userAgent: '' }
  for (const row of await personalDetails(transaction, about))
    await transaction.activity.update({
      where: { id: row.id },
      data: { ...unnamed, detail: row.detail },
      select: { id: true },
    })
  await transaction.activity.updateMany({ where: about, data: unnamed })
  await transaction.activity.updateMany({
    where: { actorId: id, ...named('actorEmail') },
    data: { actorEmail: pseudonym, address: '', userAgent: '' },
  })
  return pseudonym
}

/** Returns the rows whose details say something about the person, with what is left of those. */
async function personalDetails(
  transaction: Prisma.TransactionClient,
  where: Prisma.ActivityWhereInput,
): Promise<{ id: string; detail: ActivityDetail }[]> {
  const rows = await transaction.activity.findMany({ where, select: { id: true, detail: true } })
  return rows.flatMap((row) => {
    const detail = row.detail as ActivityDetail
    const isPersonal = personal.some((name) => name in detail)
    return isPersonal ? { id: row.id, detail: withoutPersonal(detail) } : []
  })
}

const withoutPersonal = (detail: ActivityDetail): ActivityDetail =>
  Object.fromEntries(Object.entries(detail).filter(([name]) => !personal.includes(name)))

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
    (address) => !isPseudonym(address),
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
