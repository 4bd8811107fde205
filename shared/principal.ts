/** Who is calling, after verification. */
export interface Principal {
  subject: Subject
  credential:
    | { kind: 'session'; sessionId: string; sessionEndsAt: Date }
    | {
        kind: 'auth_token'
        sessionId: string
        sessionEndsAt: Date
        issuedAt: Date
        expiresAt: Date
      }
    /** `issuedAt`: when it was created. */
    | { kind: 'api_token'; tokenId: string; tokenName: string; issuedAt: Date }
}

/** The user a credential stands for. */
export interface Subject {
  id: string
  email: string
  displayName: string
}

/** A principal that acts by a session, in the browser or through an auth token: it may manage the account. */
export interface SessionPrincipal extends Principal {
  credential: Exclude<Principal['credential'], { kind: 'api_token' }>
}

export function hasSession(principal: Principal): principal is SessionPrincipal {
  return principal.credential.kind !== 'api_token'
}

/** When a principal's time runs out by itself, in milliseconds since the epoch; infinity for an API token's. */
export function endOf({ credential }: Principal): number {
  if (credential.kind === 'api_token') return Number.POSITIVE_INFINITY
  const sessionEndsAt = credential.sessionEndsAt.getTime()
  return credential.kind === 'session'
    ? sessionEndsAt
    : Math.min(sessionEndsAt, credential.expiresAt.getTime())
}
