/** Users with a revocation that are told apart; with more, everything that is remembered is forgotten. */
const maxMarks = 10_000

/**
 * What may be believed of what is remembered: a version that grows with every revocation, and at which version something of a user was last
 * revoked. What is found is remembered with the version of the moment before it was looked up.
 */
export class Marks {
  #version = 0
  /** What was found at a lower version is not believed. */
  #floor = 0
  /** The version at which something of a user was last revoked. */
  readonly #marks = new Map<string, number>()

  get version(): number {
    return this.#version
  }

  /** Whether what was found of a user at the version `then` is still true. */
  holds(userId: string, then: number): boolean {
    return then >= this.#floor && (this.#marks.get(userId) ?? 0) <= then
  }

  forget(userId: string): void {
    if (this.#marks.size >= maxMarks) this.forgetAll()
    this.#version += 1
    this.#marks.set(userId, this.#version)
  }

  forgetAll(): void {
    this.#version += 1
    this.#floor = this.#version
    this.#marks.clear()
  }
}
