import type { UseBatch } from '@/lib/db/write-usage'
import { oncePerProcess } from '@/lib/once-per-process'
import type { Principal } from '@/shared/principal'
import { UsageBuffer, type Write } from '@/verifier/usage-buffer'

/*
 * Records in memory when tokens and sessions were last used and how often, in all and by service,
 * so that a verification only reads the database. Each kind is written in one batch: the first
 * soon, then at most every 30 seconds, and at shutdown. Each kind has its own timer, so that the
 * first call with a new token is shown at once to a person who is using the pages meanwhile. Times
 * only move forward. A crash loses at most the uses of the last 30 seconds.
 */

/** A credential or a service, its last use, and how often it was used since the last write. */
export interface Use {
  readonly of: UseBatch['of']
  readonly id: string
  /**
   * In milliseconds since the epoch: a number, because 100,000 dates would keep the collector busy.
   */
  at: number
  count: number
  /** Forgets this use when it is written, so that only those of the last seconds are in memory. */
  readonly forget?: () => void
}

const unused = (of: Use['of'], id: string): Use => ({ of, id, at: 0, count: 0 })

/** The uses of a credential, which are recorded again and again. */
export class TokenUses {
  readonly #credential: Principal['credential']
  /** Those at verifications that name no service, and all of a session; null until the first. */
  #withoutService: Use | null = null
  /** Those of an API token at services; null until the first, because most tokens have none. */
  #byService: Map<string, Use> | null = null

  constructor({ credential }: Principal) {
    this.#credential = credential
  }

  isOf({ credential }: Principal): boolean {
    return (
      idOf(this.#credential) === idOf(credential) &&
      previousGenerationOf(this.#credential) === previousGenerationOf(credential)
    )
  }

  /**
   * Returns the use of a verification. The use of an API token counts at a service, and is added to
   * those of the token when it is written: lib/db/write-usage.ts. Those of a session are not
   * counted by service.
   * @param service null for verifications that name none
   */
  at(service: string | null): Use {
    if (service === null || this.#credential.kind !== 'api_token') {
      this.#withoutService ??= this.#unusedAt('')
      return this.#withoutService
    }
    this.#byService ??= new Map()
    const known = this.#byService.get(service)
    if (known) return known
    const forget = () => this.#byService?.delete(service)
    const use = { ...this.#unusedAt(service), forget }
    this.#byService.set(service, use)
    return use
  }

  /**
   * @returns the ID of the uses of a replaced secret at a service, as lib/db/write-usage.ts reads
   * it; null for the current secret
   */
  idOfPrevious(service: string | null): string | null {
    const generation = previousGenerationOf(this.#credential)
    return generation === null ? null : `${idOf(this.#credential)} ${generation} ${service ?? ''}`
  }

  #unusedAt(service: string): Use {
    const id = idOf(this.#credential)
    return this.#credential.kind === 'api_token'
      ? unused('token_at_service', `${id} ${service}`)
      : unused('session', id)
  }
}

const idOf = (credential: Principal['credential']): string =>
  credential.kind === 'api_token' ? credential.tokenId : credential.sessionId

const previousGenerationOf = (credential: Principal['credential']): number | null =>
  credential.kind === 'api_token' ? (credential.previousSecret?.generation ?? null) : null

const kinds = ['api_token', 'session', 'token_at_service', 'service', 'previous_secret'] as const

export class Usage {
  readonly #of = Object.fromEntries(kinds.map((kind) => [kind, new UsageBuffer(kind)])) as Record<
    UseBatch['of'],
    UsageBuffer
  >
  /** The uses of services and of replaced secrets since the last write, by their IDs. */
  readonly #others = { service: new Map<string, Use>(), previous_secret: new Map<string, Use>() }

  /** Starts writing the collected uses with `write`. */
  startWriting(write: Write): void {
    for (const kind of kinds) this.#of[kind].startWriting(write)
  }

  /** Records that a credential was accepted. */
  record(use: Use, at: Date): void {
    this.#of[use.of].record(use, at)
  }

  /**
   * Records that a verification accepted a credential.
   * @param service the service that asked, which exists; null if it gave no name
   */
  recordVerification(uses: TokenUses, service: string | null, at: Date): void {
    this.record(uses.at(service), at)
    if (service !== null) this.record(this.#other('service', service), at)
    this.#recordPrevious(uses, service, at)
  }

  /** Records a use of a credential in our own API, which is not counted by service. */
  recordOwn(principal: Principal, at: Date): void {
    const of = principal.credential.kind === 'api_token' ? 'api_token' : 'session'
    this.record(unused(of, idOf(principal.credential)), at)
    this.#recordPrevious(new TokenUses(principal), null, at)
  }

  #recordPrevious(uses: TokenUses, service: string | null, at: Date): void {
    const id = uses.idOfPrevious(service)
    if (id !== null) this.record(this.#other('previous_secret', id), at)
  }

  #other(of: 'service' | 'previous_secret', id: string): Use {
    const uses = this.#others[of]
    const known = uses.get(id)
    if (known) return known
    const use = { ...unused(of, id), forget: () => uses.delete(id) }
    uses.set(id, use)
    return use
  }

  /**
   * Flushes the buffers, after a flush in progress.
   * @throws Error if the database refuses; uses that were not written are kept
   */
  async flush(): Promise<void> {
    const flushed = await Promise.allSettled(kinds.map((kind) => this.#of[kind].flush()))
    const failed = flushed.find((each) => each.status === 'rejected')
    if (failed) throw failed.reason
  }
}

/** The usage buffers of this thread. */
export const usage = oncePerProcess('usage-stamps', () => new Usage())

/** Records that a principal's credential was accepted just now. */
export function recordUse(principal: Principal): void {
  usage().recordOwn(principal, new Date())
}
