import { db } from '@/lib/db/client'

/** Returns the session that all visitors of a demo share: the latest one of its owner. */
export async function sharedSession(): Promise<{ id: string; sessionId: string } | null> {
  const session = await db().session.findFirst({
    where: { user: { role: 'owner' } },
    orderBy: { lastSeenAt: 'desc' },
    select: { id: true, userId: true },
  })
  return session && { id: session.userId, sessionId: session.id }
}
