import { LRUCache } from 'lru-cache'
import type { UsableCredential } from '@/lib/http/credentials'
import { oncePerProcess } from '@/lib/once-per-process'
import { endOf } from '@/shared/principal'
import { groupsHeader } from '@/verifier/identity-headers'
import type { Found } from '@/verifier/look-up'
import type { Moment } from '@/verifier/moment'
import type { Proof } from '@/verifier/prove'
import { store } from '@/verifier/store'
import { TokenUses } from '@/verifier/usage'

/*
 * The cache of verification: the principal of each accepted token, by the token's text. Refused
 * tokens are not cached, so that they evict no accepted ones.
 *
 * A deleted token stays in the cache and is refused from the next request on: an entry counts only
 * while the store holds its version (`isCurrent`), which ends with the commit of a revocation. On
 * SQLite that is ensured by `version()` in verifier/sqlite/store.ts with
 * verifier/sqlite/revocation-nonce.ts, on PostgreSQL by verifier/postgres/lease-state.ts.
 */

/** Limits of the cache. The least recently used entry is evicted. */
const maxEntries = 2 ** 17
const maxBytes = 2 ** 27
/** The size of an entry without its texts, in bytes. */
const entryBytes = 900
/** The size of the name of a group or a service, in bytes, if it is short. */
const listedNameBytes = 40

export interface AcceptedToken extends Found {
  /** Stays valid when the version has changed. */
  proof: Proof
  /** The groups as the headers name them. */
  groupsHeader: string
  /** The version of the database before the principal was looked up; null if there was none. */
  version: number | null
  uses: TokenUses
}

export class AcceptedTokens {
  readonly #entries = new LRUCache<string, AcceptedToken>({
    max: maxEntries,
    maxSize: maxBytes,
    sizeCalculation: sizeOf,
  })
  #epoch = 0

  /** Grows when the cache is cleared. */
  get epoch(): number {
    return this.#epoch
  }

  /** @returns the last acceptance of this token in this kind of header, which may be outdated */
  find({ kind, token }: UsableCredential): AcceptedToken | undefined {
    const entry = this.#entries.get(token)
    return kind === 'bearer' || kind === entry?.proof.kind ? entry : undefined
  }

  /** @param epoch read before the token was proved: if it has changed, nothing is cached */
  add(
    token: string,
    accepted: Omit<AcceptedToken, 'groupsHeader' | 'uses'>,
    epoch: number,
  ): AcceptedToken {
    const { principal, groups } = accepted
    const known = this.#entries.peek(token)?.uses
    const uses = known?.isOf(principal) ? known : new TokenUses(principal)
    const entry = { ...accepted, groupsHeader: groupsHeader(groups), uses }
    if (epoch === this.#epoch) this.#entries.set(token, entry)
    return entry
  }

  /**
   * Clears the cache after keys were added or removed: tokens proved by removed keys must be proved
   * again, also those whose proof is in progress.
   */
  clear(): void {
    this.#epoch += 1
    this.#entries.clear()
  }
}

/** Whether the principal still holds, without a query. */
export function isCurrent({ principal, version: then }: AcceptedToken, at: Moment): boolean {
  if (at.version === null || then === null) return false
  return store().holds(principal.subject.id, then) && endOf(principal) > at.now.getTime()
}

/** In bytes, approximately: names may take two bytes a character. */
function sizeOf({ principal, groups, groupsHeader }: AcceptedToken, token: string): number {
  const { subject, credential } = principal
  const tokenName = credential.kind === 'api_token' ? credential.tokenName : ''
  const services = (credential.kind === 'api_token' && credential.services) || []
  const names = subject.email.length + subject.displayName.length + tokenName.length
  const lists = (groups.length + services.length) * listedNameBytes + 2 * groupsHeader.length
  return entryBytes + token.length + 2 * names + lists
}

/** The cache of this thread. */
export const acceptedTokens = oncePerProcess('accepted-tokens', () => new AcceptedTokens())
