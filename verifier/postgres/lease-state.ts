import { RevocationVersions } from '@/verifier/revocation-versions'

/*
 * What a process with a lease may believe of what it remembers. No I/O and no clock of its own: docs/decisions/0018-leases.md has the argument.
 */

/** How long a lease lasts, from before it was asked for. */
export const leaseMs = 2_500

/** A moment by two clocks. The first one only moves forward, but stands still while a machine sleeps; the second one catches up then. */
export interface Instant {
  /** Milliseconds, such as `performance.now()` gives. */
  monotonic: number
  /** Milliseconds since the epoch. */
  wall: number
}

export const instantNow = (): Instant => ({ monotonic: performance.now(), wall: Date.now() })

export class LeaseState {
  #heldFrom: Instant | null = null
  /** Up to which of the database's revocations everything has been applied. */
  #applied = 0
  /** What was heard while a new lease was being asked for, which may be newer than the answer; null at other times. */
  #early: [sequence: number, userId: string | null][] | null = []
  /** A renewal that counts as soon as the revocations that it knew of have been applied. */
  #claim: { at: Instant; sequence: number } | null = null
  readonly #versions = new RevocationVersions()

  /** A new lease is being asked for: until there is an answer, there is none. */
  begin(): void {
    this.end()
    this.#early = []
  }

  /** The new lease was asked for `at`, and the database was at `sequence`. What was found before is not believed. */
  take(at: Instant, sequence: number): void {
    this.#versions.forgetAll()
    this.#applied = sequence
    this.#heldFrom = at
    const early = this.#early ?? []
    this.#early = null
    for (const heard of early) this.revoke(...heard)
  }

  /** The lease was asked for again `at`, and the database was at `sequence`. */
  renew(at: Instant, sequence: number): void {
    this.#claim = { at, sequence }
    this.#settleClaim()
  }

  /** A revocation was heard of: they come in the order of their numbers, without a gap. */
  revoke(sequence: number, userId: string | null): void {
    if (this.#early) this.#early.push([sequence, userId])
    else if (sequence > this.#applied) this.#apply(sequence, userId)
  }

  end(): void {
    this.#heldFrom = null
    this.#claim = null
  }

  /** Up to which revocation everything was applied; null while a new lease is being asked for. */
  get applied(): number | null {
    return this.#early ? null : this.#applied
  }

  /** Whether a renewal waits for revocations that were not heard of. */
  get isBehind(): boolean {
    return this.#claim !== null
  }

  /** @returns null while no lease is held */
  version(now: Instant): number | null {
    const from = this.#heldFrom
    if (!from) return null
    const lasts = now.monotonic - from.monotonic < leaseMs && now.wall - from.wall < leaseMs
    return lasts ? this.#versions.version : null
  }

  holds(userId: string, then: number): boolean {
    return this.#versions.holds(userId, then)
  }

  #apply(sequence: number, userId: string | null): void {
    if (userId === null || sequence !== this.#applied + 1) this.#versions.forgetAll()
    else this.#versions.forget(userId)
    this.#applied = sequence
    this.#settleClaim()
  }

  #settleClaim(): void {
    if (!this.#claim || this.#claim.sequence > this.#applied) return
    this.#heldFrom = this.#claim.at
    this.#claim = null
  }
}
