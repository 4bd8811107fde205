import { storeAccount } from '@/lib/accounts/create-account'
import { isInstallationEmpty } from '@/lib/accounts/installation'
import { hasPassword } from '@/lib/accounts/ways-in'
import type { Visitor } from '@/lib/audit/actor'
import { addActivity } from '@/lib/audit/record'
import { env } from '@/lib/config/settings'
import { db } from '@/lib/db/client'
import { isUniqueViolation } from '@/lib/db/errors'
import type { Prisma } from '@/lib/db/generated/sqlite/client'
import { whileRowsExist } from '@/lib/db/while-rows-exist'
import { tally } from '@/lib/metrics/tally'
import { endOneTimeTokens } from '@/lib/one-time-tokens'
import { followOwnerGroups } from '@/lib/openid/follow-owner-groups'
import type { ProviderAccount } from '@/lib/openid/provider-account'
import { setGroups } from '@/lib/people/groups'
import { hasInvitation } from '@/lib/people/invitation'
import type { Device } from '@/lib/sign-in/device'
import { rememberSource } from '@/lib/sign-in/known-sources'
import { recordFailure } from '@/lib/sign-in/record-failure'
import { type Started, startFirstSession, startSession } from '@/lib/sign-in/start-session'
import type { SessionPrincipal, Subject } from '@/shared/principal'
import { revoking } from '@/verifier/revocations'

/*
 * A sign-in through the OpenID provider. A user is found by the provider's issuer and subject, and
 * by nothing else: an email address can pass to somebody else, at the provider or elsewhere. The
 * one exception is an invitation, which is for the address.
 */

export type ProviderSignInResult =
  | ({ outcome: 'signed_in' } & Started)
  | { outcome: 'email_unverified' | 'email_taken' | 'not_invited' | 'account_disabled' }

/**
 * Starts a session for a user whom the provider has signed in, and creates the account if needed.
 * @param device the browser's device, by its cookie
 */
export async function signInByProvider(
  visitor: Visitor,
  account: ProviderAccount,
  device: Device | null,
): Promise<ProviderSignInResult> {
  const signIn = async () =>
    (await signInKnown(visitor, account, device)) ?? (await enter(visitor, account, device))
  // A group of the user may be deleted meanwhile.
  const result = await revoking(() => whileRowsExist(signIn))
  if (result.outcome === 'signed_in') tally().signIns.signed_in += 1
  return result
}

/** @returns null where the provider's account is not connected with a user */
async function signInKnown(
  visitor: Visitor,
  account: ProviderAccount,
  device: Device | null,
): Promise<ProviderSignInResult | null> {
  const { issuer, subject: sub, groups, providerSessionId, authenticatedAt } = account
  const identity = await db().identity.findUnique({
    where: { issuer_subject: { issuer, subject: sub } },
    select: {
      id: true,
      user: {
        select: {
          id: true,
          email: true,
          displayName: true,
          disabledAt: true,
          passwordHash: true,
        },
      },
    },
  })
  if (!identity) return null
  const { disabledAt, passwordHash, ...subject } = identity.user
  if (disabledAt) return refuseDisabled(visitor, subject.email)
  await followOwnerGroups(visitor, subject, account)
  const start = {
    visitor,
    subject,
    credential: 'openid' as const,
    identity: { identityId: identity.id, providerSessionId },
    confirmedAt: hasPassword({ passwordHash }) ? null : authenticatedAt,
    device,
  }
  const started = await startSession(start, async (transaction) => {
    if ((await transaction.identity.count({ where: { id: identity.id } })) === 0) return false
    const { isChanged } = await setGroups(transaction, subject.id, groups, 'provider')
    if (isChanged) await addActivity(visitor, subject, { action: 'groups_followed' }, transaction)
    return true
  })
  return started ? { outcome: 'signed_in', ...started } : refuseDisabled(visitor, subject.email)
}

/** Writes the refusal into the user's log, and answers it. */
async function refuseDisabled(visitor: Visitor, email: string): Promise<ProviderSignInResult> {
  await recordFailure(visitor, email, 'account_disabled')
  return { outcome: 'account_disabled' }
}

async function enter(
  visitor: Visitor,
  account: ProviderAccount,
  device: Device | null,
): Promise<ProviderSignInResult> {
  const entered = await enterAsNew(visitor, account, device)
  if (entered.outcome === 'signed_in') return entered
  // Perhaps another sign-in of the same person came first, and was the reason.
  return (await signInKnown(visitor, account, device)) ?? entered
}

async function enterAsNew(
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
  if (!mayEnter) return { outcome: (await isTaken(email)) ? 'email_taken' : 'not_invited' }
  const principal = holder
    ? await join(visitor, account, holder)
    : await signUp(visitor, { ...account, email })
  // Stored meanwhile, by this or another sign-in.
  if (!principal) return { outcome: 'email_taken' }
  await followOwnerGroups(visitor, principal.subject, account)
  const source = { address: visitor.origin.address, device }
  return { outcome: 'signed_in', principal, device: await rememberSource(email, source) }
}

const findHolder = (email: string) =>
  db().user.findUnique({
    where: { email },
    select: { id: true, email: true, displayName: true, invitedAt: true, disabledAt: true },
  })

/**
 * Whether somebody uses the address who is not merely invited. It is asked after an invitation was
 * not found: another sign-in may have used it up since the holder was read.
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

/** Ends the invitation of a user, who keeps the role and the groups that it gave. */
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
      if (count === 0 || !(await hasInvitation(id, transaction))) return null
      await endOneTimeTokens(id, 'invitation', transaction)
      const subject = { id, email, displayName }
      return connectAndStart(transaction, visitor, account, { subject, action: 'joined' })
    })
  } catch (error) {
    if (isUniqueViolation(error)) return null
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
