import { RevocationVersions } from '@/verifier/postgres/revocation-versions'

/*
 * The state of a lease: which cached results a process may use. It has no I/O and no clock of its
 * own. docs/decisions/0018-leases.md gives the proof.
 */

/** How long a lease lasts, counted from before it was requested. */
export const leaseMs = 2_500

/**
 * A moment on two clocks. The monotonic clock only moves forward, but stops while a machine sleeps;
 * the wall clock catches up afterwards.
 */
export interface Instant {
  /** In milliseconds, such as `performance.now()` returns. */
  monotonic: number
  /** In milliseconds since the epoch. */
  wall: number
}

export const instantNow = (): Instant => ({ monotonic: performance.now(), wall: Date.now() })

export class LeaseState {
  #heldFrom: Instant | null = null
  /** The sequence number of the last revocation up to which all have been applied. */
  #applied = 0
  /**
   * Revocations received while a new lease is requested, which may be newer than the answer; null
   * at other times.
   */
  #early: [sequence: number, userId: string | null][] | null = []
  /** A renewal that takes effect once the revocations that it knew of have been applied. */
  #claim: { at: Instant; sequence: number } | null = null
  readonly #versions = new RevocationVersions()

  /** Starts the request for a new lease. Until it is answered, there is no lease. */
  begin(): void {
    this.end()
    this.#early = []
  }

  /**
   * Takes the new lease, which was requested `at` and answered with the database at `sequence`. All
   * earlier results are invalidated.
   */
  take(at: Instant, sequence: number): void {
    this.#versions.invalidateAll()
    this.#applied = sequence
    this.#heldFrom = at
    const early = this.#early ?? []
    this.#early = null
    for (const received of early) this.revoke(...received)
  }

  /**
   * Renews the lease, which was requested again `at` and answered with the database at `sequence`.
   */
  renew(at: Instant, sequence: number): void {
    this.#claim = { at, sequence }
    this.#settleClaim()
  }

  /**
   * Applies a received revocation. Revocations arrive in the order of their numbers, without gaps.
   */
  revoke(sequence: number, userId: string | null): void {
    if (this.#early) this.#early.push([sequence, userId])
    else if (sequence > this.#applied) this.#apply(sequence, userId)
  }

  end(): void {
    this.#heldFrom = null
    this.#claim = null
  }

  /** The revocation up to which all have been applied; null while a new lease is requested. */
  get applied(): number | null {
    return this.#early ? null : this.#applied
  }

  /** Whether a renewal waits for revocations that were not received. */
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
    if (userId === null || sequence !== this.#applied + 1) this.#versions.invalidateAll()
    else this.#versions.invalidate(userId)
    this.#applied = sequence
    this.#settleClaim()
  }

  #settleClaim(): void {
    if (!this.#claim || this.#claim.sequence > this.#applied) return
    this.#heldFrom = this.#claim.at
    this.#claim = null
  }
}
