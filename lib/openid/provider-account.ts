import { newEmailAddress } from '@/lib/accounts/email'
import { displayName } from '@/lib/accounts/schema'
import { groupName } from '@/lib/people/group-schema'

/** The person that the provider has signed in. */
export interface ProviderAccount {
  issuer: string
  /** The provider's `sub`, by which an account is found again. */
  subject: string
  /** In its one spelling; null unless the provider has verified it. */
  email: string | null
  displayName: string
  groups: string[]
  /** By the groups of owners; null where the settings name none. */
  role: 'owner' | 'member' | null
  /** When the provider has last asked for the sign-in; null where it does not say. */
  authenticatedAt: Date | null
  /** The provider's `sid`. */
  providerSessionId: string | null
}

/** More groups than services ask for; the user is not put into further ones. */
const maxGroups = 200

interface Reading {
  issuer: string
  /** The name of the claim that lists groups. */
  groupsClaim: string
  ownerGroups: readonly string[]
}

/** Reads the claims of the ID token and of userinfo, which have been verified. */
export function toProviderAccount(
  claims: Record<string, unknown>,
  { issuer, groupsClaim, ownerGroups }: Reading,
): ProviderAccount {
  const { sub, email, email_verified, name, sid, auth_time } = claims
  const listed = listedIn(claims[groupsClaim])
  const groups = namesIn(listed)
  // To the letter: a group whose name merely looks like an owners' group is another one.
  const isOwner = ownerGroups.some((group) => listed.includes(group))
  // Some providers send booleans as text.
  const isVerified = email_verified === true || email_verified === 'true'
  return {
    issuer,
    subject: String(sub),
    email: isVerified ? (newEmailAddress.safeParse(email).data ?? null) : null,
    displayName: displayName.safeParse(name).data ?? '',
    groups: groups.slice(0, maxGroups),
    role: ownerGroups.length === 0 ? null : isOwner ? 'owner' : 'member',
    authenticatedAt: timeOf(auth_time),
    providerSessionId: typeof sid === 'string' ? sid : null,
  }
}

/** A time that is still to come is taken for the present: clocks differ. */
const timeOf = (seconds: unknown, now = Date.now()): Date | null =>
  typeof seconds === 'number' && seconds >= 0 ? new Date(Math.min(seconds * 1000, now)) : null

/** The claim is a list of names, one name, or an object by names, as Zitadel sends it. */
function listedIn(claim: unknown): unknown[] {
  if (Array.isArray(claim)) return claim
  return typeof claim === 'object' && claim !== null ? Object.keys(claim) : [claim]
}

/** Texts that cannot be the name of a group are left out. */
function namesIn(listed: unknown[]): string[] {
  const names = listed.flatMap((name) => groupName.safeParse(name).data ?? [])
  return [...new Set(names)]
}
