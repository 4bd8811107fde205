/** Mutual exclusion, in the order of the calls. */
export class Mutex {
  #last: Promise<void> = Promise.resolve()

  /**
   * Waits until all earlier callers have released it.
   * @returns a function that releases it; further calls have no effect
   */
  async acquire(): Promise<() => void> {
    const earlier = this.#last
    let release = () => {}
    this.#last = new Promise((resolve) => {
      release = resolve
    })
    await earlier
    return release
  }
}
