import { removeExpiredSessions } from '@/lib/auth/sessions'

const intervalMs = 3_600_000

/** Removes what has expired, now and every hour. */
export function keepHouse(): void {
  const sweep = () =>
    removeExpiredSessions().catch((error) => console.error('Expired sessions could not be removed:', error))
  void sweep()
  setInterval(sweep, intervalMs).unref()
}
