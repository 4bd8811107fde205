import { displayName } from '@/lib/accounts/display-name'
import { newEmailAddress } from '@/lib/accounts/email'
import { groupName } from '@/lib/people/group-name'

/** Whom the provider has signed in. */
export interface ProviderAccount {
  issuer: string
  /** The provider's `sub`, by which an account is found again. */
  subject: string
  /** In its one spelling; null unless the provider has verified it. */
  email: string | null
  displayName: string
  groups: string[]
  /** The provider's `sid`. */
  providerSessionId: string | null
}

/** More groups than anybody is in; further ones are ignored. */
const maxGroups = 500

/**
 * Reads the claims of the ID token and of userinfo, which have been verified.
 * @param groupsClaim the name of the claim that lists groups
 */
export function toProviderAccount(
  claims: Record<string, unknown>,
  { issuer, groupsClaim }: { issuer: string; groupsClaim: string },
): ProviderAccount {
  const { sub, email, email_verified, name, sid } = claims
  // Some providers send booleans as text.
  const isVerified = email_verified === true || email_verified === 'true'
  return {
    issuer,
    subject: String(sub),
    email: isVerified ? (newEmailAddress.safeParse(email).data ?? null) : null,
    displayName: displayName.safeParse(name).data ?? '',
    groups: namesIn(claims[groupsClaim]),
    providerSessionId: typeof sid === 'string' ? sid : null,
  }
}

/**
 * The claim is a list of names, one name, or an object by names, as Zitadel sends it. What cannot be
 * the name of a group is left out.
 */
function namesIn(claim: unknown): string[] {
  const listed = Array.isArray(claim)
    ? claim
    : typeof claim === 'object' && claim !== null
      ? Object.keys(claim)
      : [claim]
  const names = listed.flatMap((name) => groupName.safeParse(name).data ?? [])
  return [...new Set(names)].slice(0, maxGroups)
}
