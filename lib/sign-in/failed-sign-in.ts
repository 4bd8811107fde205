import { addActivity } from '@/lib/audit/record'
import { db } from '@/lib/db/client'
import type { Client } from '@/lib/http/client'
import { scrub } from '@/lib/log/redact'
import type { ActivityDetail } from '@/shared/audit-event'

interface FailedSignIn {
  /** In the form of an address: what is not, a password in the wrong field perhaps, does not come here. */
  email: string
  client: Client
}

/** Writes down a try to sign in, with the same two statements whether or not there is such an account. */
export async function writeFailedSignIn(
  { email, client }: FailedSignIn,
  reason: NonNullable<ActivityDetail['reason']>,
): Promise<void> {
  const user = await db().user.findUnique({ where: { email }, select: { id: true } })
  const who = user ? { userId: user.id, email } : { userId: null, email: scrub(email) }
  const author = { ...who, credential: 'password', sessionId: null, client } as const
  await addActivity(author, { action: 'sign_in_failed', detail: { reason } })
}
