import { randomUUID } from 'node:crypto'
import { env } from '@/lib/config/settings'
import { db } from '@/lib/db/client'
import type { SessionPrincipal, Subject } from '@/shared/principal'

/*
 * A session is one sign-in on one device: a row of the table `Session`. The browser's cookie, the
 * refresh cookie and every auth token (`sid`) carry its id, and every use of them looks up the row:
 * docs/decisions/0003-sessions-and-auth-tokens.md.
 *
 * Fields. `userId` never changes. `userAgent` is that of the sign-in. `lastSeenAt` orders sessions
 * on the screen and decides which end as surplus. `expiresAt` is set once. `adoptableUntil` lets
 * the browser adopt the session of a sign-up, once. `refreshGeneration` and `refreshedAt` belong to
 * lib/sessions/refresh.ts.
 *
 * Lifetime. A session begins in lib/sign-in/start-session.ts, except those of a demo
 * (lib/demo/fill.ts). It is live while its row exists and has not expired: `liveSession` below is
 * the condition in queries, and verifier/live-session.ts the same rule for a row that the verifier
 * has looked up. (A restore, which opens two databases without Prisma, has it in SQL:
 * cli/maintenance/valid-again.ts.) Nothing extends a session. The row of an expired one is removed
 * by the hourly cleanup.
 *
 * End. Deleting the row ends the session with its cookies and auth tokens, on every instance before
 * the answer: lib/sessions/end-session.ts. Its user may end it, from any of the user's sessions; a
 * change of the password ends the others, a reset all of them; owners and the operator may end all
 * sessions of an account, disabling it does, and the OpenID provider may end those that it began; a
 * refresh cookie that is used twice, and a sign-in beyond `maxSessions`, end sessions too, and so
 * does a rotation of the master key, which ends those from before it
 * (docs/decisions/0021-rotation.md). Three ends are not recorded as such: deleting the account
 * deletes its sessions, disconnecting the provider those that it began, and the cleanup expired
 * ones.
 *
 * Lock order. A transaction that locks a user and the user's sessions locks the user's row first,
 * so that two of them never wait for each other. Storing a row that refers to a user locks the
 * user.
 */

const daySeconds = 86_400

/**
 * Lifetime of a session, in seconds, from its sign-in: 30 days, or longer where auth tokens are set
 * to last longer, so that none outlives its session.
 */
export const sessionLifetimeSeconds = () =>
  Math.max(30 * daySeconds, env().authTokenTtlSeconds + daySeconds)

/** More than any user has devices. Beyond it, the least recently seen sessions end. */
export const maxSessions = 500

/** The condition of a session that is live. */
export const liveSession = (now: Date) => ({ expiresAt: { gt: now } })

/** The opposite of `liveSession`, in the form for which the index is used. */
const expiredSession = (now: Date) => ({ expiresAt: { lte: now } })

/** Creates a session, ready to be stored. */
export function newSession(userId: string, userAgent: string, now: Date) {
  return {
    id: randomUUID(),
    userId,
    userAgent,
    createdAt: now,
    lastSeenAt: now,
    expiresAt: new Date(now.getTime() + sessionLifetimeSeconds() * 1000),
  }
}

/** The principal of a live session. */
export function principalOf(
  { id, expiresAt }: { id: string; expiresAt: Date },
  subject: Subject,
): SessionPrincipal {
  return { subject, credential: { kind: 'session', sessionId: id, sessionEndsAt: expiresAt } }
}

export async function removeExpiredSessions(now = new Date()): Promise<void> {
  await db().session.deleteMany({ where: expiredSession(now) })
}
