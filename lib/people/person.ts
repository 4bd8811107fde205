import { db } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/sqlite/client'
import { stateOf } from '@/lib/people/state'
import type { Kind, PersonRow, Role } from '@/shared/person-row'

/* Users as the owners see them. */

const columns = {
  id: true,
  email: true,
  displayName: true,
  kind: true,
  role: true,
  invitedAt: true,
  disabledAt: true,
  signedInAt: true,
  createdAt: true,
  apiToken: { select: { lastUsedAt: true } },
  groups: { select: { group: { select: { name: true } } } },
  authenticatorApp: { select: { confirmedAt: true } },
  _count: { select: { passkeys: true } },
} as const satisfies Prisma.UserSelect

type Found = Prisma.UserGetPayload<{ select: typeof columns }>

/** Returns a user who exists, within the transaction that has created or changed the user. */
export async function requirePerson(
  id: string,
  transaction: Prisma.TransactionClient,
): Promise<PersonRow> {
  const [person] = await readPeople([id], transaction)
  if (!person) throw new Error('The user does not exist')
  return person
}

/** Returns the users with these ids, in this order, in a fixed number of queries. */
export async function readPeople(
  ids: string[],
  database: Prisma.TransactionClient = db(),
): Promise<PersonRow[]> {
  const users = await database.user.findMany({ where: { id: { in: ids } }, select: columns })
  const seen = await database.session.groupBy({
    by: ['userId'],
    where: { userId: { in: ids } },
    _max: { lastSeenAt: true },
  })
  const userOf = new Map(users.map((user) => [user.id, user]))
  const seenOf = new Map(seen.map(({ userId, _max }) => [userId, _max.lastSeenAt]))
  return ids.flatMap((id) => {
    const user = userOf.get(id)
    return user ? [toRow(user, seenOf.get(id) ?? null)] : []
  })
}

function toRow(user: Found, sessionSeenAt: Date | null): PersonRow {
  const role = user.role as Role
  return {
    id: user.id,
    email: user.email,
    display_name: user.displayName,
    kind: user.kind as Kind,
    role,
    roles: { user: true, ...(role === 'owner' && { owner: true as const }) },
    state: stateOf(user),
    groups: [...new Set(user.groups.map(({ group }) => group.name))].sort(),
    created_at: user.createdAt.toISOString(),
    last_seen_at: latest([user.signedInAt, sessionSeenAt, user.apiToken?.lastUsedAt ?? null]),
    has_token: user.apiToken !== null,
    second_factor: Boolean(user.authenticatorApp?.confirmedAt) || user._count.passkeys > 0,
  }
}

function latest(times: (Date | null)[]): string | null {
  const known = times.flatMap((time) => (time ? [time.getTime()] : []))
  return known.length > 0 ? new Date(Math.max(...known)).toISOString() : null
}
