import { verifyPassword } from '@/lib/accounts/password'
import type { SignedInActor } from '@/lib/audit/actor'
import { addActivity } from '@/lib/audit/record'
import { env } from '@/lib/config/settings'
import { db } from '@/lib/db/client'
import type { Limit } from '@/lib/http/rate-limited'
import { consume, reset } from '@/lib/limits/counters'

/*
 * Adding or removing a second factor, or the connection with the OpenID provider, asks for the
 * password or a passkey of the last ten minutes, so that a session left open is not enough.
 * `Session.confirmedAt` is when the user last gave one; a sign-in by either counts. For a user
 * without a password that signs in, it is when the provider last asked for a sign-in, as its ID
 * token says: a sign-in that the provider's own open session answers proves nothing.
 *
 * It counts for the session's browser alone. An auth token, which programs hold and others may
 * find, has to come with the password, or it would turn into access that outlives its session.
 */

const confirmedMs = 10 * 60_000

export type Confirmation =
  | { outcome: 'confirmed' | 'confirmation_required' | 'credentials_wrong' | 'passwords_off' }
  | { outcome: 'rate_limited'; limit: Limit }

/**
 * Makes sure that the user has confirmed, by the password or earlier. Wrong passwords count against
 * the session only, as when the password is changed.
 */
export async function confirm(
  actor: SignedInActor,
  password: string | undefined,
  now = new Date(),
): Promise<Confirmation> {
  if (password !== undefined)
    return env().passwords === 'on'
      ? confirmByPassword(actor, password, now)
      : { outcome: 'passwords_off' }
  const until = await confirmedUntil(actor, now)
  return { outcome: until ? 'confirmed' : 'confirmation_required' }
}

/**
 * Returns until when the actor's browser needs no other confirmation, or null. An auth token always
 * needs one.
 */
export async function confirmedUntil(
  actor: Pick<SignedInActor, 'principal'>,
  now = new Date(),
): Promise<Date | null> {
  if (actor.principal.credential.kind !== 'session') return null
  const session = await db().session.findUnique({
    where: { id: actor.principal.credential.sessionId },
    select: { confirmedAt: true },
  })
  const until = session?.confirmedAt && new Date(session.confirmedAt.getTime() + confirmedMs)
  return until && until > now ? until : null
}

/** Notes that the user has just given the password or a passkey in this session. */
export async function noteConfirmation(actor: SignedInActor, now: Date): Promise<void> {
  const { id, sessionId } = { ...actor.principal.subject, ...actor.principal.credential }
  const where = { id: sessionId, userId: id }
  await db().session.updateMany({ where, data: { confirmedAt: now } })
}

async function confirmByPassword(
  actor: SignedInActor,
  password: string,
  now: Date,
): Promise<Confirmation> {
  const { subject, credential } = actor.principal
  const limit = await consume('password-change', [credential.sessionId])
  if (limit) return { outcome: 'rate_limited', limit }
  const user = await db().user.findUnique({
    where: { id: subject.id },
    select: { passwordHash: true },
  })
  if (!(await verifyPassword(password, user?.passwordHash ?? null))) {
    const detail = { reason: 'credentials_wrong' } as const
    await addActivity(actor, subject, { action: 'confirmation_failed', detail })
    return { outcome: 'credentials_wrong' }
  }
  await reset('password-change', [credential.sessionId])
  await noteConfirmation(actor, now)
  return { outcome: 'confirmed' }
}
