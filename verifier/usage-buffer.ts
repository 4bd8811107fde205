import { setImmediate } from 'node:timers/promises'
import type { UseBatch } from '@/lib/db/write-usage'
import { log } from '@/lib/log/log'
import { usageInterval } from '@/shared/limits'
import type { Use } from '@/verifier/usage'

const intervalMs = usageInterval.ms
const soonMs = 50

/** Rows per statement, few enough that it never delays requests by more than a few milliseconds. */
const rowsPerStatement = 500

export type Write = (batch: UseBatch) => Promise<void>

/** Buffers the uses of one kind of credential. usage.ts says when they are written. */
export class UsageBuffer {
  readonly #kind: UseBatch['of']
  #write: Write | null = null
  /**
   * Uses since the last write. Each object is listed once, but two may refer to the same
   * credential.
   */
  #pending: Use[] = []
  #timer: NodeJS.Timeout | undefined
  #flushing: Promise<void> | null = null
  /** In milliseconds of the monotonic clock, `performance.now()`. */
  #flushedAt = Number.NEGATIVE_INFINITY

  constructor(kind: UseBatch['of']) {
    this.#kind = kind
  }

  startWriting(write: Write): void {
    this.#write = write
  }

  record(use: Use, at: Date): void {
    use.at = at.getTime()
    use.count += 1
    if (use.count > 1) return
    this.#pending.push(use)
    if (this.#timer === undefined && this.#write) this.#schedule()
  }

  async flush(): Promise<void> {
    while (this.#flushing) await this.#flushing.catch(() => {})
    this.#flushing = this.#writeAll()
    try {
      await this.#flushing
    } finally {
      this.#flushing = null
    }
  }

  async #writeAll(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#flushedAt = performance.now()
    const batches = chunks(takeUses(this.#pending))
    this.#pending = []
    for (const [i, uses] of batches.entries()) {
      try {
        await this.#write?.({ of: this.#kind, uses: uses.map(toWritten) })
      } catch (error) {
        this.#pending = this.#pending.concat(...batches.slice(i))
        throw error
      }
      await setImmediate()
    }
  }

  #schedule(): void {
    const delay = Math.max(soonMs, this.#flushedAt + intervalMs - performance.now())
    this.#timer = setTimeout(() => this.#flushOrRetry(), delay)
    this.#timer.unref()
  }

  async #flushOrRetry(): Promise<void> {
    await this.flush().catch((error) => {
      log().error('Last uses could not be written; they are kept for the next try', { error })
      if (this.#timer === undefined) this.#schedule()
    })
  }
}

const toWritten = ({ id, at, count }: Use) => ({ id, at: new Date(at), count })

/**
 * Adds up the uses of the same credential, resets their counts, and forgets those that are kept no
 * longer.
 */
function takeUses(pending: Use[]): Use[] {
  const taken = new Map<string, Use>()
  for (const use of pending) {
    const { of, id, at, count } = use
    use.count = 0
    use.forget?.()
    const other = taken.get(id)
    const latest = Math.max(at, other?.at ?? 0)
    taken.set(id, { of, id, at: latest, count: count + (other?.count ?? 0) })
  }
  return [...taken.values()]
}

function chunks(uses: Use[]): Use[][] {
  const count = Math.ceil(uses.length / rowsPerStatement)
  return Array.from({ length: count }, (_, i) =>
    uses.slice(i * rowsPerStatement, (i + 1) * rowsPerStatement),
  )
}
