import { toTable } from '@/cli/admin/table'
import { db } from '@/lib/db/client'

/**
 * Lists all accounts, the oldest first.
 * @returns the lines to print
 */
export async function list(now = new Date()): Promise<string[]> {
  const users = await db().user.findMany({
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    select: {
      email: true,
      displayName: true,
      createdAt: true,
      owns: { select: { id: true } },
      apiToken: { select: { lastUsedAt: true } },
      _count: { select: { sessions: { where: { expiresAt: { gt: now } } } } },
    },
  })
  if (users.length === 0) return ['There is no account yet.']
  const rows = users.map(({ email, displayName, createdAt, owns, apiToken, _count }) => [
    email,
    displayName,
    owns ? 'yes' : '',
    minutes(createdAt),
    apiToken ? 'yes' : '',
    apiToken?.lastUsedAt ? minutes(apiToken.lastUsedAt) : '',
    `${_count.sessions}`,
  ])
  return [
    ...toTable(['email', 'name', 'owner', 'created', 'token', 'last used', 'sessions'], rows),
    '',
    `${users.length} ${users.length === 1 ? 'account' : 'accounts'}. Times are UTC.`,
  ]
}

/** Formats a time to the minute. */
const minutes = (time: Date) => time.toISOString().slice(0, 16).replace('T', ' ')
