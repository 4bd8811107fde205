import { db } from '@/lib/db/client'
import { stateOf } from '@/lib/people/state'
import { liveSession } from '@/lib/sessions/session'
import type { Kind, Role, State } from '@/shared/person-row'

/* Accounts as the operator of the installation sees them. */

/** Returns the account with this address, in its one spelling, or null. */
export const getAccount = (
  email: string,
): Promise<{ id: string; email: string; kind: string; invitedAt: Date | null } | null> =>
  db().user.findUnique({
    where: { email },
    select: { id: true, email: true, kind: true, invitedAt: true },
  })

export interface ListedAccount {
  id: string
  email: string
  displayName: string
  createdAt: Date
  role: Role
  kind: Kind
  state: State
  apiToken: { name: string; hint: string; lastUsedAt: Date | null } | null
  /** The number of live sessions. */
  sessions: number
}

/** Lists all accounts, the oldest first. */
export async function listAccounts(now = new Date()): Promise<ListedAccount[]> {
  const users = await db().user.findMany({
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    select: columns(now),
  })
  return users.map(toListed)
}

/** Returns one of the accounts that `listAccounts` returns, or null. */
export async function getListedAccount(
  email: string,
  now = new Date(),
): Promise<ListedAccount | null> {
  const user = await db().user.findUnique({ where: { email }, select: columns(now) })
  return user && toListed(user)
}

const columns = (now: Date) => ({
  id: true,
  email: true,
  displayName: true,
  createdAt: true,
  role: true,
  kind: true,
  invitedAt: true,
  disabledAt: true,
  apiToken: { select: { name: true, hint: true, lastUsedAt: true } },
  _count: { select: { sessions: { where: liveSession(now) } } },
})

interface Found extends Omit<ListedAccount, 'role' | 'kind' | 'state' | 'sessions'> {
  role: string
  kind: string
  invitedAt: Date | null
  disabledAt: Date | null
  _count: { sessions: number }
}

const toListed = ({ role, kind, invitedAt, disabledAt, _count, ...account }: Found) => ({
  ...account,
  role: role as Role,
  kind: kind as Kind,
  state: stateOf({ invitedAt, disabledAt }),
  sessions: _count.sessions,
})
