import { env } from '@/lib/config/settings'
import { type MaybePromise, mapMaybePromise } from '@/lib/maybe-promise'
import type { AuthTokenClaims } from '@/lib/tokens/auth-token'
import { requireKeys } from '@/lib/tokens/keys-in-use'
import type { Principal } from '@/shared/principal'
import { type ApiTokenProof, findApiToken } from '@/verifier/find-api-token'
import { getLiveSession } from '@/verifier/live-session'
import type { Proof } from '@/verifier/prove'
import { whenUnlocked } from '@/verifier/sqlite/when-unlocked'
import { type FoundApiToken, store } from '@/verifier/store'

/**
 * Looks up the principal of a proof in the current state of the database, so that a credential that
 * was revoked a moment ago is refused.
 * @returns null if the credential is not, or no longer, accepted
 * @throws Error if the database cannot be queried
 */
export function lookUp(proof: Proof, now: Date): MaybePromise<Principal | null> {
  return proof.kind === 'api_token'
    ? lookUpApiToken(proof, now)
    : lookUpAuthToken(proof.claims, now)
}

function lookUpApiToken(proof: ApiTokenProof, now: Date): MaybePromise<Principal | null> {
  return mapMaybePromise(
    whenUnlocked(() => findApiToken(proof, { store: store(), requireKeys })),
    (token) => {
      if (!token) return null
      const { id, name, createdAt, user } = token
      const endsAt = endUnlessSignedIn(token)
      if (endsAt && endsAt <= now) return null
      return {
        subject: user,
        credential: {
          kind: 'api_token',
          tokenId: id,
          tokenName: name,
          issuedAt: createdAt,
          endsAt,
        },
      }
    },
  )
}

/** Where a person's token needs a sign-in, returns when it is refused without another one. */
function endUnlessSignedIn({ signedInAt }: FoundApiToken): Date | null {
  const { tokenNeedsSignInSeconds: seconds } = env()
  if (seconds === undefined || !signedInAt) return null
  return new Date(signedInAt.getTime() + seconds * 1000)
}

function lookUpAuthToken(claims: AuthTokenClaims, now: Date): MaybePromise<Principal | null> {
  const { subject: userId, sessionId, issuedAt, expiresAt } = claims
  if (expiresAt <= now) return null
  return mapMaybePromise(getLiveSession(sessionId, userId, now), (session) => {
    if (!session) return null
    const { subject, endsAt: sessionEndsAt } = session
    return {
      subject,
      credential: { kind: 'auth_token', sessionId, sessionEndsAt, issuedAt, expiresAt },
    }
  })
}
