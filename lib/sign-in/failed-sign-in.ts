import { addActivity } from '@/lib/audit/record'
import { db } from '@/lib/db/client'
import type { Client } from '@/lib/http/client'
import { scrub } from '@/lib/log/redact'
import type { ActivityDetail } from '@/shared/audit-event'

interface FailedSignIn {
  /**
   * In the form of an email address. Other input, such as a password in the wrong field, does not
   * get here.
   */
  email: string
  client: Client
}

/**
 * Records a failed sign-in in the audit log, with the same two statements whether or not the
 * account exists.
 */
export async function writeFailedSignIn(
  { email, client }: FailedSignIn,
  reason: NonNullable<ActivityDetail['reason']>,
): Promise<void> {
  const user = await db().user.findUnique({ where: { email }, select: { id: true } })
  const who = user ? { userId: user.id, email } : { userId: null, email: scrub(email) }
  const author = { ...who, credential: 'password', sessionId: null, client } as const
  await addActivity(author, { action: 'sign_in_failed', detail: { reason } })
}
