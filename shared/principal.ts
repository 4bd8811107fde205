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
     * in, null if it never is; `previousSecret` is null for the current secret; `services` are the
     * names of the services that accept it, null for all that its user may use.
     */
    | {
        kind: 'api_token'
        tokenId: string
        tokenName: string
        issuedAt: Date
        endsAt: Date | null
        previousSecret: PreviousSecret | null
        services: readonly string[] | null
      }
}

/** A secret of an API token that was replaced, and is accepted for its grace period. */
export interface PreviousSecret {
  /** The number of the secret among those that the token has had. */
  generation: number
  endsAt: Date
}

/** The user that a credential represents. */
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
  if (credential.kind === 'api_token') {
    const { endsAt, previousSecret } = credential
    return Math.min(timeOf(endsAt), timeOf(previousSecret?.endsAt ?? null))
  }
  const sessionEndsAt = credential.sessionEndsAt.getTime()
  return credential.kind === 'session'
    ? sessionEndsAt
    : Math.min(sessionEndsAt, credential.expiresAt.getTime())
}

const timeOf = (end: Date | null) => end?.getTime() ?? Number.POSITIVE_INFINITY
