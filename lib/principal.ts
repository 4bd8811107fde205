/** Who is calling, after verification. */
export interface Principal {
  subject: Subject
  credential:
    | { kind: 'session'; sessionId: string; sessionEndsAt: Date }
    | { kind: 'auth_token'; sessionId: string; sessionEndsAt: Date; issuedAt: Date; expiresAt: Date }
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
