import { toTable } from '@/cli/admin/table'
import { listAccounts } from '@/lib/accounts/account-list'

const head = ['email', 'name', 'role', 'kind', 'state', 'created', 'token', 'last used', 'sessions']

/**
 * Lists all accounts, the oldest first.
 * @returns the lines to print
 */
export async function list(): Promise<string[]> {
  const accounts = await listAccounts()
  if (accounts.length === 0) return ['There is no account yet.']
  const rows = accounts.map(({ apiToken, ...account }) => [
    account.email,
    account.displayName,
    account.role,
    account.kind,
    account.state,
    minutes(account.createdAt),
    apiToken ? 'yes' : '',
    apiToken?.lastUsedAt ? minutes(apiToken.lastUsedAt) : '',
    `${account.sessions}`,
  ])
  return [
    ...toTable(head, rows),
    '',
    `${accounts.length} ${accounts.length === 1 ? 'account' : 'accounts'}. Times are UTC.`,
  ]
}

/** Formats a time to the minute. */
const minutes = (time: Date) => time.toISOString().slice(0, 16).replace('T', ' ')
