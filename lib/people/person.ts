import { db } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/sqlite/client'
import { inChunks } from '@/lib/db/in-chunks'
import { groupNames, namesOf } from '@/lib/people/groups'
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
  sessions: { select: { lastSeenAt: true }, orderBy: { lastSeenAt: 'desc' }, take: 1 },
  groups: groupNames,
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

/** Returns the users with these ids, in this order, in few queries. */
export async function readPeople(
  ids: string[],
  database: Prisma.TransactionClient = db(),
): Promise<PersonRow[]> {
  const rows = new Map<string, PersonRow>()
  for (const chunk of inChunks(ids)) {
    const where = { id: { in: chunk } }
    for (const user of await database.user.findMany({ where, select: columns }))
      rows.set(user.id, toRow(user))
  }
  return ids.flatMap((id) => rows.get(id) ?? [])
}

function toRow(user: Found): PersonRow {
  const role = user.role as Role
  return {
    id: user.id,
    email: user.email,
    display_name: user.displayName,
    kind: user.kind as Kind,
    role,
    roles: { user: true, ...(role === 'owner' && { owner: true as const }) },
    state: stateOf(user),
    groups: namesOf(user.groups),
    created_at: user.createdAt.toISOString(),
    last_seen_at: latest([
      user.signedInAt,
      user.sessions[0]?.lastSeenAt ?? null,
      user.apiToken?.lastUsedAt ?? null,
    ]),
    has_token: user.apiToken !== null,
    second_factor: Boolean(user.authenticatorApp?.confirmedAt) || user._count.passkeys > 0,
  }
}

function latest(times: (Date | null)[]): string | null {
  const known = times.flatMap((time) => (time ? [time.getTime()] : []))
  return known.length > 0 ? new Date(Math.max(...known)).toISOString() : null
}
