/**
 * Maximum number of users whose revocations are tracked separately. Beyond it, the whole cache is
 * invalidated.
 */
const maxUsers = 10_000

/**
 * Tracks which cached results are still valid: a version that grows with every revocation, and the
 * version of each user's last revocation. A result is cached with the version from before its
 * look-up.
 */
export class RevocationVersions {
  #version = 0
  /** Results with a lower version are invalid. */
  #floor = 0
  /** The version of the last revocation of each user. */
  readonly #revokedAt = new Map<string, number>()

  get version(): number {
    return this.#version
  }

  /** Whether a result cached for a user at the version `then` is still valid. */
  holds(userId: string, then: number): boolean {
    return then >= this.#floor && (this.#revokedAt.get(userId) ?? 0) <= then
  }

  invalidate(userId: string): void {
    if (this.#revokedAt.size >= maxUsers) this.invalidateAll()
    this.#version += 1
    this.#revokedAt.set(userId, this.#version)
  }

  invalidateAll(): void {
    this.#version += 1
    this.#floor = this.#version
    this.#revokedAt.clear()
  }
}
