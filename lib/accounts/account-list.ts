import { db } from '@/lib/db/client'
import { liveSession } from '@/lib/sessions/session'

/* Accounts as the operator of the installation sees them. */

/** Returns the account with this address, in its one spelling, or null. */
export const getAccount = (email: string): Promise<{ id: string; email: string } | null> =>
  db().user.findUnique({ where: { email }, select: { id: true, email: true } })

export interface ListedAccount {
  email: string
  displayName: string
  createdAt: Date
  isOwner: boolean
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
  email: true,
  displayName: true,
  createdAt: true,
  role: true,
  apiToken: { select: { name: true, hint: true, lastUsedAt: true } },
  _count: { select: { sessions: { where: liveSession(now) } } },
})

interface Found extends Omit<ListedAccount, 'isOwner' | 'sessions'> {
  role: string
  _count: { sessions: number }
}

const toListed = ({ role, _count, ...account }: Found): ListedAccount => ({
  ...account,
  isOwner: role === 'owner',
  sessions: _count.sessions,
})
