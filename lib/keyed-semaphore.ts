interface Line {
  inside: number
  waiting: (() => void)[]
}

/** Limits concurrency per key. Further callers wait in order of arrival. */
export class KeyedSemaphore {
  readonly #places: number
  readonly #lines = new Map<string, Line>()

  constructor(places: number) {
    this.#places = places
  }

  async pass<T>(key: string, work: () => Promise<T>): Promise<T> {
    const line = this.#lines.get(key) ?? { inside: 0, waiting: [] }
    this.#lines.set(key, line)
    if (line.inside < this.#places) line.inside += 1
    // The caller that finishes passes its slot on, so `inside` stays the same.
    else await new Promise<void>((resolve) => line.waiting.push(resolve))
    try {
      return await work()
    } finally {
      this.#leave(key, line)
    }
  }

  #leave(key: string, line: Line): void {
    const next = line.waiting.shift()
    if (next) next()
    else line.inside -= 1
    if (line.inside === 0) this.#lines.delete(key)
  }
}
