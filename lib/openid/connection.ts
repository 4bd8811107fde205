import type { SignedInActor } from '@/lib/audit/actor'
import { addActivity } from '@/lib/audit/record'
import { env } from '@/lib/config/settings'
import { db } from '@/lib/db/client'
import { isUniqueViolation } from '@/lib/db/errors'
import type { ProviderAccount } from '@/lib/openid/provider-account'
import { holdSession, whileSessionLives } from '@/lib/sessions/hold-session'
import type { SessionPrincipal } from '@/shared/principal'
import { revoking, settleRevocations } from '@/verifier/revocations'

/* The connection of a user with an account at the OpenID provider. */

/** Returns since when the user is connected with an account at the provider, or null. */
export async function getConnection({ subject }: SessionPrincipal): Promise<Date | null> {
  const issuer = env().oidc?.issuer
  if (issuer === undefined) return null
  const identity = await db().identity.findFirst({
    where: { userId: subject.id, issuer },
    orderBy: { connectedAt: 'asc' },
    select: { connectedAt: true },
  })
  return identity?.connectedAt ?? null
}

/**
 * Connects the actor with an account at the provider, by which they may sign in from now on.
 * @returns `identity_taken` when another user is connected with it
 * @throws SessionOver when the actor's session has ended meanwhile
 */
export async function connect(
  actor: SignedInActor,
  { issuer, subject: sub }: Pick<ProviderAccount, 'issuer' | 'subject'>,
): Promise<'connected' | 'identity_taken'> {
  const { subject } = actor.principal
  const data = { id: crypto.randomUUID(), issuer, subject: sub, userId: subject.id }
  try {
    await whileSessionLives(() =>
      db().$transaction([
        db().identity.create({ data, select: { id: true } }),
        holdSession(actor),
        addActivity(actor, subject, { action: 'identity_connected' }),
      ]),
    )
    return 'connected'
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    const where = { issuer, subject: sub, userId: subject.id }
    return (await db().identity.count({ where })) === 1 ? 'connected' : 'identity_taken'
  }
}

/**
 * Ends the connection, with the sessions that were started by it, except the actor's own.
 * @returns `only_way_in` for a user who could not sign in any more
 * @throws SessionOver when the actor's session has ended meanwhile
 */
export async function disconnect(
  actor: SignedInActor,
): Promise<'disconnected' | 'not_connected' | 'only_way_in'> {
  const { subject, credential } = actor.principal
  const connected = { userId: subject.id, issuer: env().oidc?.issuer ?? '' }
  const remove = () =>
    db().$transaction(async (transaction) => {
      const user = await transaction.user.findUniqueOrThrow({
        where: { id: subject.id },
        select: { passwordHash: true, _count: { select: { passkeys: true } } },
      })
      const hasPassword = user.passwordHash !== '' && env().passwords === 'on'
      if (!hasPassword && user._count.passkeys === 0) return 'only_way_in'
      await transaction.session.update({
        where: { id: credential.sessionId },
        data: { identityId: null, providerSessionId: null },
        select: { id: true },
      })
      const { count } = await transaction.identity.deleteMany({ where: connected })
      if (count === 0) return 'not_connected'
      await addActivity(actor, subject, { action: 'identity_disconnected' }, transaction)
      return 'disconnected'
    })
  const result = await whileSessionLives(() => revoking(remove))
  if (result !== 'disconnected') await settleRevocations()
  return result
}
