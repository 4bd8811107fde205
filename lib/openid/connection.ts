import { lockUser } from '@/lib/accounts/lock-user'
import { OnlySignInMethod, requireSignInMethod } from '@/lib/accounts/sign-in-methods'
import type { SignedInActor } from '@/lib/audit/actor'
import { addActivity } from '@/lib/audit/record'
import { env } from '@/lib/config/settings'
import { db } from '@/lib/db/client'
import { isUniqueViolation } from '@/lib/db/errors'
import { notify } from '@/lib/mail/notify'
import type { ProviderAccount } from '@/lib/openid/provider-account'
import { lockSession, whileSessionLives } from '@/lib/sessions/lock-session'
import type { ConnectedProvider } from '@/shared/openid'
import type { SessionPrincipal } from '@/shared/principal'
import { revoking } from '@/verifier/revocations'

/* The connection of a user with an account at the OpenID provider. */

/** Describes the provider and the user's connection with it; null where there is no provider. */
export async function describeConnection({
  subject,
}: SessionPrincipal): Promise<ConnectedProvider | null> {
  const { oidc } = env()
  if (!oidc) return null
  const identity = await db().identity.findFirst({
    where: { userId: subject.id, issuer: oidc.issuer },
    orderBy: { connectedAt: 'asc' },
    select: { connectedAt: true },
  })
  return { name: oidc.name, connected_at: identity?.connectedAt.toISOString() ?? null }
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
        lockSession(actor),
        addActivity(actor, subject, { action: 'identity_connected' }),
      ]),
    )
    notify(actor, { id: subject.id }, 'identity_connected')
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
  try {
    const hasEnded = await whileSessionLives(() => revoking(() => endConnection(actor)))
    if (!hasEnded) return 'not_connected'
    notify(actor, { id: actor.principal.subject.id }, 'identity_disconnected')
    return 'disconnected'
  } catch (error) {
    if (error instanceof OnlySignInMethod) return 'only_way_in'
    throw error
  }
}

/**
 * @returns whether there was one
 * @throws OnlySignInMethod
 */
const endConnection = (actor: SignedInActor): Promise<boolean> =>
  db().$transaction(async (transaction) => {
    const { subject, credential } = actor.principal
    await lockUser(transaction, { id: subject.id })
    const connected = { userId: subject.id, issuer: env().oidc?.issuer ?? '' }
    await transaction.session.updateMany({
      where: { id: credential.sessionId, identity: connected },
      data: { identityId: null, providerSessionId: null },
    })
    const { count } = await transaction.identity.deleteMany({ where: connected })
    if (count === 0) return false
    await requireSignInMethod(transaction, subject.id)
    await addActivity(actor, subject, { action: 'identity_disconnected' }, transaction)
    return true
  })
