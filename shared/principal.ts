/** The verified caller. */
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
    /**
     * `issuedAt` is when the token was created; `endsAt` when it is refused unless its user signs
     * in, null if it never is; `services` the names of the services that it is good at, null for
     * all that its user may use.
     */
    | {
        kind: 'api_token'
        tokenId: string
        tokenName: string
        issuedAt: Date
        endsAt: Date | null
        services: readonly string[] | null
      }
}

/** The user whom a credential represents. */
export interface Subject {
  id: string
  email: string
  displayName: string
}

/**
 * A principal with a session, in the browser or through an auth token. It may manage the account.
 */
export interface SessionPrincipal extends Principal {
  credential: Exclude<Principal['credential'], { kind: 'api_token' }>
}

export function hasSession(principal: Principal): principal is SessionPrincipal {
  return principal.credential.kind !== 'api_token'
}

/** Returns when a principal expires, in milliseconds since the epoch; infinity if it never does. */
export function endOf({ credential }: Principal): number {
  if (credential.kind === 'api_token')
    return credential.endsAt?.getTime() ?? Number.POSITIVE_INFINITY
  const sessionEndsAt = credential.sessionEndsAt.getTime()
  return credential.kind === 'session'
    ? sessionEndsAt
    : Math.min(sessionEndsAt, credential.expiresAt.getTime())
}
