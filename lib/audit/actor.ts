import type { RequestOrigin } from '@/lib/http/request-origin'
import type { CredentialKind } from '@/shared/audit-event'
import type { SessionPrincipal } from '@/shared/principal'

/** The performer of an action. Each use case states which of them may. */
export type Actor = SignedInActor | Visitor | Operator

/** A user, by one of their sessions. */
export interface SignedInActor {
  kind: 'signed_in'
  principal: SessionPrincipal
  /** How the user was authenticated for this action. */
  credential: CredentialKind
  origin: RequestOrigin
}

/** Somebody who is not signed in. */
export interface Visitor {
  kind: 'visitor'
  /** The credential that they present. */
  credential: CredentialKind
  origin: RequestOrigin
}

/** The operator of the installation, on the command line. */
export interface Operator {
  kind: 'operator'
}

/**
 * An administrator of the accounts of others: an owner, or the operator. lib/people/administer.ts
 * checks that the user is an owner.
 */
export type Administrator = SignedInActor | Operator

/** Returns the id of the acting user; null for the operator. */
export const userIdOf = (actor: Administrator): string | null =>
  actor.kind === 'signed_in' ? actor.principal.subject.id : null

/**
 * @param credential where it is not the principal's own, such as the password that started the
 * session
 */
export const signedInActor = (
  principal: SessionPrincipal,
  origin: RequestOrigin,
  credential: CredentialKind = principal.credential.kind,
): SignedInActor => ({ kind: 'signed_in', principal, credential, origin })

export const visitor = (
  origin: RequestOrigin,
  credential: CredentialKind = 'password',
): Visitor => ({ kind: 'visitor', origin, credential })

export const operator: Operator = { kind: 'operator' }
