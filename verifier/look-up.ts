import { env } from '@/lib/config/settings'
import { type MaybePromise, mapMaybePromise } from '@/lib/maybe-promise'
import type { AuthTokenClaims } from '@/lib/tokens/auth-token'
import { requireKeys } from '@/lib/tokens/keys-in-use'
import { endOf, type Principal } from '@/shared/principal'
import { type ApiTokenProof, findApiToken } from '@/verifier/find-api-token'
import { getLiveSession } from '@/verifier/live-session'
import type { Proof } from '@/verifier/prove'
import { whenUnlocked } from '@/verifier/sqlite/when-unlocked'
import { type FoundApiToken, type RulesVersion, store } from '@/verifier/store'

/** A principal, and what decides which services it may use, from one snapshot. */
export interface Found {
  principal: Principal
  /** The names of the user's groups, sorted. */
  groups: readonly string[]
  rulesVersion: RulesVersion
}

/**
 * Looks up the principal of a proof in the current state of the database, so that a credential that
 * was revoked a moment ago is refused.
 * @returns null if the credential is not, or no longer, accepted
 * @throws Error if the database cannot be queried
 */
export function lookUp(proof: Proof, now: Date): MaybePromise<Found | null> {
  return proof.kind === 'api_token'
    ? lookUpApiToken(proof, now)
    : lookUpAuthToken(proof.claims, now)
}

function lookUpApiToken(proof: ApiTokenProof, now: Date): MaybePromise<Found | null> {
  return mapMaybePromise(
    whenUnlocked(() => findApiToken(proof, { store: store(), requireKeys })),
    (token) => {
      if (!token) return null
      const { groups, ...subject } = token.user
      const credential = {
        kind: 'api_token',
        tokenId: token.id,
        tokenName: token.name,
        issuedAt: token.createdAt,
        endsAt: endUnlessSignedIn(token),
        previousSecret: token.previousSecret,
        services: token.services,
      } as const
      const principal = { subject, credential }
      if (endOf(principal) <= now.getTime()) return null
      return { principal, groups: sorted(groups), rulesVersion: token.rulesVersion }
    },
  )
}

/** Where a person's token needs a sign-in, returns when it is refused without another one. */
function endUnlessSignedIn({ signedInAt }: FoundApiToken): Date | null {
  const { tokenNeedsSignInSeconds: seconds } = env()
  if (seconds === undefined || !signedInAt) return null
  return new Date(signedInAt.getTime() + seconds * 1000)
}

function lookUpAuthToken(claims: AuthTokenClaims, now: Date): MaybePromise<Found | null> {
  const { subject: userId, sessionId, issuedAt, expiresAt } = claims
  if (expiresAt <= now) return null
  return mapMaybePromise(getLiveSession(sessionId, userId, now), (session) => {
    if (!session) return null
    const { subject, groups, endsAt: sessionEndsAt, rulesVersion } = session
    const kind = 'auth_token'
    const credential = { kind, sessionId, sessionEndsAt, issuedAt, expiresAt } as const
    return { principal: { subject, credential }, groups: sorted(groups), rulesVersion }
  })
}

/** Each name once: a group may be given by an owner and by the provider. */
const sorted = (names: readonly string[]): readonly string[] =>
  names.length < 2 ? names : [...new Set(names)].sort()
