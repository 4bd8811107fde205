/**
 * Maximum number of concurrent queries. Look-ups that arrive meanwhile are batched: the higher the
 * load, the fewer queries per look-up.
 */
const maxUnderWay = 2

/** Maximum number of rows per query, so that no look-up is delayed by thousands of others. */
const maxKeys = 1_000

/** A look-up that is not sent yet. Look-ups of the same key share its promise. */
interface Waiting<Found> {
  promise: Promise<Found | null>
  resolve: (found: Found | null) => void
  reject: (error: unknown) => void
}

/**
 * Batches look-ups that arrive together into one query. The query of a look-up is sent after the
 * look-up arrived, so that no look-up is answered from a database state older than itself.
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

  /** Sends a batch once the look-ups of the same turn are gathered. */
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
