/** Questions under way at once. While they are, later ones gather, and go together: the busier it is, the fewer queries a look-up costs. */
const maxUnderWay = 2

/** One query reads this many rows at most, so that none of them is kept waiting by thousands of others. */
const maxKeys = 1_000

/** Whoever asks for the same key, before it is asked of the database, waits for the same promise. */
interface Waiting<Found> {
  promise: Promise<Found | null>
  resolve: (found: Found | null) => void
  reject: (error: unknown) => void
}

/**
 * Answers look-ups that arrive together by one question. Each is part of a question that is asked after it had arrived: none is answered
 * by a state of the database that is older than itself.
 */
export class Batcher<Found> {
  readonly #ask: (keys: string[]) => Promise<Map<string, Found>>
  #gathered = new Map<string, Waiting<Found>>()
  #underWay = 0
  #isScheduled = false

  constructor(ask: (keys: string[]) => Promise<Map<string, Found>>) {
    this.#ask = ask
  }

  find(key: string): Promise<Found | null> {
    const gathered = this.#gathered.get(key)
    if (gathered) return gathered.promise
    const waiting = {} as Waiting<Found>
    waiting.promise = new Promise((resolve, reject) => {
      waiting.resolve = resolve
      waiting.reject = reject
    })
    this.#gathered.set(key, waiting)
    this.#schedule()
    return waiting.promise
  }

  /** When everything that came in the same turn is there. */
  #schedule(): void {
    if (this.#isScheduled || this.#underWay >= maxUnderWay) return
    this.#isScheduled = true
    queueMicrotask(() => {
      this.#isScheduled = false
      void this.#askForAll()
    })
  }

  async #askForAll(): Promise<void> {
    const taken = this.#take()
    this.#underWay += 1
    if (this.#gathered.size > 0) this.#schedule()
    try {
      const found = await this.#ask([...taken.keys()])
      for (const [key, { resolve }] of taken) resolve(found.get(key) ?? null)
    } catch (error) {
      for (const { reject } of taken.values()) reject(error)
    } finally {
      this.#underWay -= 1
      if (this.#gathered.size > 0) this.#schedule()
    }
  }

  #take(): Map<string, Waiting<Found>> {
    const gathered = this.#gathered
    if (gathered.size <= maxKeys) {
      this.#gathered = new Map()
      return gathered
    }
    const taken = new Map([...gathered].slice(0, maxKeys))
    for (const key of taken.keys()) gathered.delete(key)
    return taken
  }
}
