import { storeAccount } from '@/lib/accounts/create-account'
import { isInstallationEmpty } from '@/lib/accounts/installation'
import type { Visitor } from '@/lib/audit/actor'
import { env } from '@/lib/config/settings'
import { db } from '@/lib/db/client'
import { isUniqueViolation } from '@/lib/db/errors'
import type { Prisma } from '@/lib/db/generated/sqlite/client'
import { endOneTimeTokens } from '@/lib/one-time-tokens'
import { followOwnerGroups } from '@/lib/openid/follow-owner-groups'
import type { ProviderAccount } from '@/lib/openid/provider-account'
import { setGroups } from '@/lib/people/groups'
import { hasInvitation } from '@/lib/people/invitation'
import type { Device } from '@/lib/sign-in/device'
import { rememberSource } from '@/lib/sign-in/known-sources'
import { recordFailure } from '@/lib/sign-in/record-failure'
import { type Started, startFirstSession } from '@/lib/sign-in/start-session'
import type { SessionPrincipal, Subject } from '@/shared/principal'

export type ProviderSignInResult =
  | ({ outcome: 'signed_in' } & Started)
  | { outcome: 'email_unverified' | 'email_taken' | 'not_invited' | 'account_disabled' }

/** Writes the refusal into the user's log, and answers it. */
export async function refuseDisabled(
  visitor: Visitor,
  email: string,
): Promise<ProviderSignInResult> {
  await recordFailure(visitor, email, 'account_disabled')
  return { outcome: 'account_disabled' }
}

/**
 * Signs in by an identity that no user has: creates the account, or accepts the invitation of the
 * address.
 */
export async function signInFirst(
  visitor: Visitor,
  account: ProviderAccount,
  device: Device | null,
): Promise<ProviderSignInResult> {
  const { email } = account
  if (email === null) return { outcome: 'email_unverified' }
  const holder = await findHolder(email)
  if (holder && !holder.invitedAt) return { outcome: 'email_taken' }
  if (holder?.disabledAt) return refuseDisabled(visitor, email)
  const mayEnter = holder ? await hasInvitation(holder.id) : await maySignUp()
  const principal = mayEnter && (await enter(visitor, { ...account, email }, holder))
  if (!principal) return { outcome: (await isTaken(email)) ? 'email_taken' : 'not_invited' }
  await followOwnerGroups(visitor, principal.subject, account)
  const source = { address: visitor.origin.address, device }
  return { outcome: 'signed_in', principal, device: await rememberSource(email, source) }
}

/** @returns null when another sign-in was first, or the invitation has ended meanwhile */
const enter = (
  visitor: Visitor,
  account: ProviderAccount & { email: string },
  holder: Subject | null,
) => (holder ? join(visitor, account, holder) : signUp(visitor, account))

const findHolder = (email: string) =>
  db().user.findUnique({
    where: { email },
    select: { id: true, email: true, displayName: true, invitedAt: true, disabledAt: true },
  })

/**
 * Whether somebody uses the address who is not merely invited. It is read after the sign-in was
 * refused: another one may have accepted the invitation since the holder was read.
 */
async function isTaken(email: string): Promise<boolean> {
  const holder = await findHolder(email)
  return holder !== null && holder.invitedAt === null
}

/** The first account may always be created, and owns the installation. */
const maySignUp = async () => env().oidc?.signUp === 'on' || isInstallationEmpty()

async function signUp(
  visitor: Visitor,
  account: ProviderAccount & { email: string },
): Promise<SessionPrincipal | null> {
  const { email, displayName } = account
  const stored = await storeAccount(
    { email, displayName, passwordHash: '', signedInAt: new Date() },
    (transaction, { subject }) =>
      connectAndStart(transaction, visitor, account, { subject, action: 'signed_up' }),
  )
  return stored?.result ?? null
}

/** Thrown to roll back the transaction in which a user joins. */
class InvitationEnded extends Error {}

/**
 * Ends the invitation of a user, who keeps the role and the groups that it gave.
 * @returns null when it has ended already
 */
async function join(
  visitor: Visitor,
  account: ProviderAccount,
  { id, email, displayName: invitedAs }: Subject,
): Promise<SessionPrincipal | null> {
  const displayName = invitedAs || account.displayName
  try {
    return await db().$transaction(async (transaction) => {
      const { count } = await transaction.user.updateMany({
        where: { id, email, kind: 'person', invitedAt: { not: null }, disabledAt: null },
        data: { invitedAt: null, displayName, signedInAt: new Date() },
      })
      if (count === 0 || !(await hasInvitation(id, transaction))) throw new InvitationEnded()
      await endOneTimeTokens(id, 'invitation', transaction)
      const subject = { id, email, displayName }
      return connectAndStart(transaction, visitor, account, { subject, action: 'joined' })
    })
  } catch (error) {
    if (error instanceof InvitationEnded || isUniqueViolation(error)) return null
    throw error
  }
}

async function connectAndStart(
  transaction: Prisma.TransactionClient,
  visitor: Visitor,
  { issuer, subject: sub, groups, providerSessionId, authenticatedAt }: ProviderAccount,
  { subject, action }: { subject: Subject; action: 'signed_up' | 'joined' },
): Promise<SessionPrincipal> {
  const { id: identityId } = await transaction.identity.create({
    data: { id: crypto.randomUUID(), issuer, subject: sub, userId: subject.id },
    select: { id: true },
  })
  await setGroups(transaction, subject.id, groups, 'provider')
  const identity = { identityId, providerSessionId }
  const start = {
    visitor,
    subject,
    credential: 'openid',
    identity,
    confirmedAt: authenticatedAt,
  } as const
  return startFirstSession(transaction, start, action)
}
