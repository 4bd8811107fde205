import { type SignedInActor, signedInActor, type Visitor } from '@/lib/audit/actor'
import { addActivity } from '@/lib/audit/record'
import { env } from '@/lib/config/settings'
import { db } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/sqlite/client'
import { endSurplusSessions } from '@/lib/sessions/end-session'
import { liveSession, newSession, principalOf } from '@/lib/sessions/session'
import type { Device } from '@/lib/sign-in/device'
import { rememberSignIn } from '@/lib/sign-in/remember-sign-in'
import type { AuthTokenClaims } from '@/lib/tokens/auth-token'
import type { CredentialKind } from '@/shared/audit-event'
import type { SessionPrincipal, Subject } from '@/shared/principal'

/*
 * The one place where a session begins, except those of a demo (lib/demo/fill.ts): after a sign-in,
 * with a sign-up, and when the browser adopts the session of a sign-up.
 */

const adoptionWindowMs = 60_000

/**
 * Credentials that confirm the user to lib/second-factor/confirmation.ts. With the link of an
 * invitation, the user has just chosen the password.
 */
const confirming: readonly CredentialKind[] = ['password', 'passkey', 'link']

interface Start {
  visitor: Visitor
  /** The user that the visitor has proved to be. */
  subject: Subject
  /** The credential that has proved it. */
  credential: CredentialKind
  /** The account at the OpenID provider that has proved it. */
  identity?: { identityId: string; providerSessionId: string | null }
  /**
   * When the user has confirmed, where the credential alone does not: the time at which the
   * provider has last asked a user who has no password.
   */
  confirmedAt?: Date | null
}

/** A session that a sign-in has started. */
export interface Started {
  principal: SessionPrincipal
  /** The cookie that the browser has to keep; null where there are no limits. */
  device: Device | null
}

/**
 * Starts a session for a sign-in, and ends the user's surplus ones. A user who signs in from
 * a new source is notified by mail, whatever the sign-in method.
 * @param start with the browser's device, by its cookie
 * @param isStillProved checks in the session's transaction that the proof still holds: a password
 * that was changed meanwhile must not start a session
 * @returns null if it does not hold any more
 */
export async function startSession(
  start: Start & { device: Device | null },
  isStillProved: (transaction: Prisma.TransactionClient) => Promise<boolean>,
): Promise<Started | null> {
  const session = sessionOf(start, new Date())
  try {
    const actor = await db().$transaction(async (transaction) => {
      const may = await lockAndStampSignIn(transaction, start, session.createdAt)
      if (!may || !(await isStillProved(transaction))) throw new NotStarted()
      return store(transaction, start, session, 'signed_in')
    })
    await endSurplusSessions(actor)
    const device = await rememberSignIn(start.visitor, start.subject, start.device)
    return { principal: actor.principal, device }
  } catch (error) {
    if (error instanceof NotStarted) return null
    throw error
  }
}

const sessionOf = ({ visitor, subject, identity }: Start, now: Date) => ({
  ...newSession(subject.id, visitor.origin.userAgent, now),
  ...identity,
})

/** Thrown to roll back `signedInAt`, and whatever the proof has used up. */
class NotStarted extends Error {}

/**
 * Locks the user's row and stores the time of the sign-in.
 * @returns whether the user may sign in: a machine, a disabled user and one who has not joined may
 * not
 */
async function lockAndStampSignIn(
  transaction: Prisma.TransactionClient,
  { subject: { id }, credential }: Start,
  signedInAt: Date,
): Promise<boolean> {
  const { count } = await transaction.user.updateMany({
    where: { id, kind: 'person', disabledAt: null, invitedAt: null },
    data: { updatedAt: signedInAt },
  })
  if (count === 0) return false
  await transaction.user.updateMany({
    where: { id, ...withTokenKeptValid(credential) },
    data: { signedInAt },
  })
  return true
}

/**
 * The condition of a user whose API token the sign-in keeps valid. Where tokens need sign-ins, the
 * token of a user who is connected with the provider needs one there: after the provider has
 * removed the user, a password or a passkey does not keep the token valid.
 */
function withTokenKeptValid(credential: CredentialKind): Prisma.UserWhereInput {
  const { oidc, tokenNeedsSignInSeconds } = env()
  if (credential === 'openid' || !oidc || tokenNeedsSignInSeconds === undefined) return {}
  return { identities: { none: { issuer: oidc.issuer } } }
}

/**
 * Starts the first session of a new account, in the transaction that creates it or in which the
 * invited user joins. The browser may adopt it within a minute.
 */
export async function startFirstSession(
  transaction: Prisma.TransactionClient,
  start: Start,
  action: 'signed_up' | 'joined' = 'signed_up',
  now = new Date(),
): Promise<SessionPrincipal> {
  const session = {
    ...sessionOf(start, now),
    // A provider's sign-up has its browser already.
    ...(!start.identity && { adoptableUntil: new Date(now.getTime() + adoptionWindowMs) }),
  }
  const actor = await store(transaction, start, session, action)
  return actor.principal
}

async function store(
  transaction: Prisma.TransactionClient,
  { visitor: { origin }, subject, credential, confirmedAt: at = null }: Start,
  session: ReturnType<typeof sessionOf> & { adoptableUntil?: Date },
  action: 'signed_in' | 'signed_up' | 'joined',
): Promise<SignedInActor> {
  const actor = signedInActor(principalOf(session, subject), origin, credential)
  const confirmedAt = confirming.includes(credential) ? session.createdAt : at
  const data = { ...session, confirmedAt }
  await transaction.session.create({ data, select: { id: true } })
  await addActivity(actor, subject, { action }, transaction)
  return actor
}

/**
 * Lets a browser adopt the session that sign-up has just started: once, and within one minute. For
 * the browser that has just signed up, the audit log keeps only the sign-up; from elsewhere, the
 * adoption is recorded as a sign-in.
 * @param claims of an auth token that has been verified
 * @returns whether the session was adopted
 */
export function adoptSession(
  { origin }: Visitor,
  { sessionId, subject: userId }: Pick<AuthTokenClaims, 'sessionId' | 'subject'>,
  now = new Date(),
): Promise<boolean> {
  return db().$transaction(async (transaction) => {
    // If the clock was set back, the minute does not start again.
    const createdAt = { lte: new Date(now.getTime() + adoptionWindowMs) }
    const { count } = await transaction.session.updateMany({
      where: { id: sessionId, userId, adoptableUntil: { gt: now }, createdAt, ...liveSession(now) },
      data: { adoptableUntil: null },
    })
    if (count === 0) return false
    const startedHere = {
      userId,
      sessionId,
      action: { in: ['signed_up', 'joined'] },
      ...origin,
    }
    if ((await transaction.activity.count({ where: startedHere })) > 0) return true
    const { user, ...session } = await transaction.session.findUniqueOrThrow({
      where: { id: sessionId },
      select: {
        id: true,
        expiresAt: true,
        user: { select: { id: true, email: true, displayName: true } },
      },
    })
    const actor = signedInActor(principalOf(session, user), origin, 'auth_token')
    await addActivity(actor, user, { action: 'signed_in' }, transaction)
    return true
  })
}
