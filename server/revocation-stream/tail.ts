import { log } from '@/lib/log/log'
import type { AuditLog } from '@/server/revocation-stream/audit-log'
import { type Entry, toEntry } from '@/server/revocation-stream/event-text'
import { type Position, start } from '@/server/revocation-stream/position'
import { settleRevocations } from '@/verifier/revocations'

/** How often the log is read without a notice. A notice can be lost. */
const pollMs = 1_000

/** How long after a read that found nothing more the tail counts as complete. */
const freshMs = 3_000

/** Maximum number of rows of one read. */
const batchRows = 500

interface Follower {
  /** Takes the entries after the last ones, in their order. Never rejects. */
  deliver(entries: Entry[], by: Tail): Promise<void>
  /** The row that was last is not in the log any more: rows may have been missed. */
  reset(newest: Position): void
}

/**
 * Reads the entries after a position, in their order, and not all of them if there are many. When
 * it returns, no instance answers from a result cached before them: what a receiver asks about
 * after an event is answered by what the event has changed.
 * @returns null if the row at the position is not in the log, or is another one there
 */
export async function readAfter(log: AuditLog, position: Position): Promise<Entry[] | null> {
  const entries = (await log.from(position.sequence, batchRows)).map(toEntry)
  if (entries.some(({ sequence }) => sequence > position.sequence)) await settleRevocations()
  if (position.sequence === 0) return entries
  const [first, ...rest] = entries
  return first?.sequence === position.sequence && first.id === position.id ? rest : null
}

/** Follows the audit log from its end, until it is stopped. */
export class Tail {
  readonly #log: AuditLog
  readonly #follower: Follower
  #last: Position = start
  #completeAt = Number.NEGATIVE_INFINITY
  #isStopped = false
  #isReading = false
  #isAsked = false
  #isFailing = false
  #unwatch = () => {}

  /** Resolves when the log is followed; rejects if the database cannot be queried. */
  readonly ready: Promise<void>

  constructor(log: AuditLog, follower: Follower) {
    this.#log = log
    this.#follower = follower
    this.ready = this.#begin()
  }

  /** The last row that was handed over. */
  get last(): Position {
    return this.#last
  }

  /** Whether everything was handed over that was committed until a moment ago. */
  get isFresh(): boolean {
    return performance.now() - this.#completeAt < freshMs
  }

  stop(): void {
    this.#isStopped = true
    this.#unwatch()
  }

  async #begin(): Promise<void> {
    const at = performance.now()
    this.#last = await this.#log.newest()
    this.#completeAt = at
    if (this.#isStopped) return
    const read = () => void this.#read()
    const unwatch = this.#log.watch(read)
    const timer = setInterval(read, pollMs)
    this.#unwatch = () => {
      clearInterval(timer)
      unwatch()
    }
  }

  /** Reads one batch at a time. A notice that comes meanwhile leads to one more. */
  async #read(): Promise<void> {
    this.#isAsked = true
    if (this.#isReading) return
    this.#isReading = true
    try {
      while (this.#isAsked && !this.#isStopped) await this.#readBatch()
      this.#isFailing = false
    } catch (error) {
      // No heartbeat is sent until a read succeeds.
      if (!this.#isFailing) log().error('The audit log cannot be read', { error })
      this.#isFailing = true
    } finally {
      this.#isReading = false
    }
  }

  async #readBatch(): Promise<void> {
    this.#isAsked = false
    const at = performance.now()
    const entries = await readAfter(this.#log, this.#last)
    if (this.#isStopped) return
    if (entries === null) {
      this.#last = await this.#log.newest()
      this.#follower.reset(this.#last)
    } else if (entries.length === 0) {
      this.#completeAt = at
    } else {
      // Before they are handed over: a receiver that joins meanwhile starts after them.
      this.#last = entries.at(-1) ?? this.#last
      await this.#follower.deliver(entries, this)
      this.#isAsked = true
    }
  }
}
