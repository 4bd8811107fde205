import { hasPassword } from '@/lib/accounts/sign-in-methods'
import type { Visitor } from '@/lib/audit/actor'
import { addActivity } from '@/lib/audit/record'
import { db } from '@/lib/db/client'
import { whileRowsExist } from '@/lib/db/errors'
import { tally } from '@/lib/metrics/tally'
import { type ProviderSignInResult, refuseDisabled, signInFirst } from '@/lib/openid/first-sign-in'
import { followOwnerGroups } from '@/lib/openid/follow-owner-groups'
import type { ProviderAccount } from '@/lib/openid/provider-account'
import { setGroups } from '@/lib/people/groups'
import type { Device } from '@/lib/sign-in/device'
import { startSession } from '@/lib/sign-in/start-session'
import { revoking } from '@/verifier/revocations'

/*
 * A sign-in through the OpenID provider. A user is found by the provider's issuer and subject, and
 * by nothing else: an email address can pass to somebody else, at the provider or elsewhere. The
 * one exception is an invitation, which is for the address.
 */

/**
 * Starts a session for a user that the provider has signed in, and creates the account if needed.
 * @param device the browser's device, by its cookie
 */
export async function signInByProvider(
  visitor: Visitor,
  account: ProviderAccount,
  device: Device | null,
): Promise<ProviderSignInResult> {
  const signIn = async () =>
    (await signInKnown(visitor, account, device)) ?? (await signInUnknown(visitor, account, device))
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

/** Signs in by an identity that was unknown when it was looked up. */
async function signInUnknown(
  visitor: Visitor,
  account: ProviderAccount,
  device: Device | null,
): Promise<ProviderSignInResult> {
  const result = await signInFirst(visitor, account, device)
  if (result.outcome === 'signed_in') return result
  // Perhaps another sign-in of the same person came first, and was the reason.
  return (await signInKnown(visitor, account, device)) ?? result
}
