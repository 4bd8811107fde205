/** Users with a revocation that are told apart; with more, everything that is remembered is forgotten. */
const maxUsers = 10_000

/**
 * What may be believed of what is remembered: a version that grows with every revocation, and at which version something of a user was last
 * revoked. What is found is remembered with the version of the moment before it was looked up.
 */
export class RevocationVersions {
  #version = 0
  /** What was found at a lower version is not believed. */
  #floor = 0
  /** The version at which something of a user was last revoked. */
  readonly #revokedAt = new Map<string, number>()

  get version(): number {
    return this.#version
  }

  /** Whether what was found of a user at the version `then` is still true. */
  holds(userId: string, then: number): boolean {
    return then >= this.#floor && (this.#revokedAt.get(userId) ?? 0) <= then
  }

  forget(userId: string): void {
    if (this.#revokedAt.size >= maxUsers) this.forgetAll()
    this.#version += 1
    this.#revokedAt.set(userId, this.#version)
  }

  forgetAll(): void {
    this.#version += 1
    this.#floor = this.#version
    this.#revokedAt.clear()
  }
}
