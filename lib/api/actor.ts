import { type SignedInActor, signedInActor, type Visitor, visitor } from '@/lib/audit/actor'
import { requestOriginOf } from '@/lib/http/request-origin'
import { hasSession, type Principal } from '@/shared/principal'

/**
 * The actor of a use case, by who may call. No use case that takes one is open to API tokens, so an
 * operation that admits them has none.
 */
export interface Actors {
  anyone: Visitor
  principal: undefined
  session: SignedInActor
  owner: SignedInActor
  refresh: Visitor
  client: undefined
}

/** @param principal the caller; null where no caller is identified before the handler */
export function actorOf(
  principal: Principal | null,
  { headers }: Request,
): SignedInActor | Visitor | undefined {
  const origin = requestOriginOf(headers)
  if (!principal) return visitor(origin)
  return hasSession(principal) ? signedInActor(principal, origin) : undefined
}
