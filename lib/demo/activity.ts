import { insertRows } from '@/lib/audit/insert-rows'
import type { Prisma } from '@/lib/db/generated/sqlite/client'
import type { CredentialKind, Event } from '@/shared/audit-event'

const hourMs = 3_600_000

/** Addresses that RFC 5737 reserves for examples. */
const places = {
  laptop: {
    address: '192.0.2.17',
    userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  },
  phone: {
    address: '198.51.100.4',
    userAgent:
      'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36',
  },
  attacker: {
    address: '203.0.113.77',
    userAgent:
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36',
  },
} as const

export const devices = { laptop: places.laptop.userAgent, phone: places.phone.userAgent }

interface Entry extends Event {
  daysAgo: number
  from?: keyof typeof places
  by?: CredentialKind
}

interface Owner {
  id: string
  email: string
  sessionId: string
  token: { token_id: string; token_name: string }
}

/** The actions of the owner, oldest first. */
const entriesOf = ({ token }: Owner, now: Date): Entry[] => [
  { daysAgo: 41, action: 'signed_up', by: 'password' },
  { daysAgo: 40.9, action: 'group_created', detail: { group_name: 'family' } },
  { daysAgo: 40.8, action: 'service_created', detail: { service_name: 'photos' } },
  { daysAgo: 40.7, action: 'service_created', detail: { service_name: 'notes' } },
  { daysAgo: 38.2, action: 'group_created', detail: { group_name: 'makers' } },
  { daysAgo: 38.1, action: 'service_created', detail: { service_name: 'models' } },
  { daysAgo: 34.2, action: 'token_created', detail: token },
  { daysAgo: 34.1, action: 'token_copied', detail: token },
  { daysAgo: 27, action: 'signed_in', by: 'password', from: 'phone' },
  {
    daysAgo: 21.1,
    action: 'token_rotated',
    detail: { ...token, expires_at: new Date(now.getTime() - 14 * 24 * hourMs).toISOString() },
  },
  { daysAgo: 21, action: 'token_copied', detail: token },
  {
    daysAgo: 9.3,
    action: 'sign_in_failed',
    by: 'password',
    from: 'attacker',
    detail: { reason: 'credentials_wrong' },
  },
  { daysAgo: 9, action: 'password_changed' },
  { daysAgo: 3.1, action: 'signed_in', by: 'password' },
  { daysAgo: 2.4, action: 'token_copied', detail: token },
]

/** Fills the owner's audit log. */
export async function fillActivity(
  transaction: Prisma.TransactionClient,
  owner: Owner,
  now: Date,
): Promise<void> {
  const rows = entriesOf(owner, now).map(({ daysAgo, action, detail = {}, from, by }) => ({
    at: new Date(now.getTime() - daysAgo * 24 * hourMs),
    userId: owner.id,
    email: owner.email,
    action,
    detail,
    credential: by ?? ('session' as const),
    sessionId: by ? null : owner.sessionId,
    ...places[from ?? 'laptop'],
  }))
  await insertRows(transaction, rows)
}
