import { toTable } from '@/cli/admin/table'
import { listAccounts } from '@/lib/accounts/account-list'

/**
 * Lists all accounts, the oldest first.
 * @returns the lines to print
 */
export async function list(): Promise<string[]> {
  const accounts = await listAccounts()
  if (accounts.length === 0) return ['There is no account yet.']
  const rows = accounts.map(({ email, displayName, createdAt, isOwner, apiToken, sessions }) => [
    email,
    displayName,
    isOwner ? 'yes' : '',
    minutes(createdAt),
    apiToken ? 'yes' : '',
    apiToken?.lastUsedAt ? minutes(apiToken.lastUsedAt) : '',
    `${sessions}`,
  ])
  return [
    ...toTable(['email', 'name', 'owner', 'created', 'token', 'last used', 'sessions'], rows),
    '',
    `${accounts.length} ${accounts.length === 1 ? 'account' : 'accounts'}. Times are UTC.`,
  ]
}

/** Formats a time to the minute. */
const minutes = (time: Date) => time.toISOString().slice(0, 16).replace('T', ' ')
