import { setImmediate } from 'node:timers/promises'
import { serverStopping } from '@/lib/http/refusals'
import { tally } from '@/lib/metrics/tally'
import { mayStillReceive } from '@/server/revocation-stream/admit-receiver'
import type { AuditLog } from '@/server/revocation-stream/audit-log'
import type { Entry } from '@/server/revocation-stream/event-text'
import type { Position } from '@/server/revocation-stream/position'
import type { Receiver } from '@/server/revocation-stream/receiver'
import { readAfter, Tail } from '@/server/revocation-stream/tail'

/*
 * The receivers of this process. They share one tail of the audit log, which is followed while
 * there is a receiver. A receiver that comes back, or is slow, reads what it has missed by itself,
 * and then joins. Only one such read runs at a time.
 */

/** Each costs some ten kilobytes. */
const maxReceivers = 4_000

const heartbeatMs = 5_000

/** A receiver that has missed more rows gets a reset instead. */
const maxMissedRows = 5_000

/** How many receivers are written to before other requests get their turn. */
const sliceReceivers = 100

/** Where a receiver goes on; null for one that begins, `unknown` for an id of no row. */
export type Beginning = Position | 'unknown' | null

export class Receivers {
  readonly #log: AuditLog
  readonly #all = new Set<Receiver>()
  #tail: Tail | null = null
  #hasEnded = false
  /** The read of what some receiver has missed. */
  #reading: Promise<unknown> = Promise.resolve()

  constructor(log: AuditLog) {
    this.#log = log
  }

  get isFull(): boolean {
    return this.#all.size >= maxReceivers
  }

  /**
   * Serves a receiver, which the caller removes when it is gone.
   * @param headers of the answer
   * @throws ProblemError after `end`; Error if the database cannot be queried. Nothing was sent
   * then
   */
  async add(receiver: Receiver, from: Beginning, headers: Headers): Promise<void> {
    this.#all.add(receiver)
    tally().receivers = this.#all.size
    this.#tail ??= new Tail(this.#log, {
      deliver: (entries, by) => this.#deliver(entries, by),
      reset: (newest) => this.#reset(newest),
    })
    const tail = this.#tail
    await tail.ready
    if (this.#hasEnded) throw serverStopping()
    if (!receiver.isOpen) return
    receiver.begin(headers)
    // Spread, so that receivers that reconnect together do not take their turns together.
    this.#schedule(receiver, tail, Math.random() * heartbeatMs)
    if (from === null) receiver.join(tail.last)
    else if (from === 'unknown') receiver.reset(tail.last, 'unknown_id')
    else {
      receiver.position = from
      await this.#catchUp(receiver, tail)
    }
    receiver.heartbeat()
  }

  remove(receiver: Receiver): void {
    this.#all.delete(receiver)
    tally().receivers = this.#all.size
    if (this.#all.size > 0) return
    this.#tail?.stop()
    this.#tail = null
  }

  /** Ends all streams, for good. */
  end(): void {
    this.#hasEnded = true
    for (const receiver of this.#begun()) receiver.end()
  }

  #begun(): Receiver[] {
    return [...this.#all].filter(({ hasBegun }) => hasBegun)
  }

  /** Sends what the receiver has missed, as fast as it reads, and lets it join. */
  async #catchUp(receiver: Receiver, tail: Tail): Promise<void> {
    try {
      while (receiver.isOpen && !receiver.isLive) await this.#sendMissed(receiver, tail)
    } catch {
      receiver.end()
    }
  }

  async #sendMissed(receiver: Receiver, tail: Tail): Promise<void> {
    await receiver.drained()
    if (tail.last.sequence - receiver.position.sequence > maxMissedRows) {
      receiver.reset(tail.last, 'too_many_missed')
      return
    }
    const entries = await this.#readMissed(receiver.position)
    // The tail may have sent it a reset meanwhile.
    if (receiver.isLive) return
    if (entries === null) receiver.reset(tail.last, 'unknown_id')
    else receiver.send(entries)
    const hasAll = receiver.position.sequence >= tail.last.sequence
    if (hasAll && !receiver.isSlow) receiver.isLive = true
  }

  /** Reads for one receiver at a time, so that thousands that reconnect delay nobody else. */
  #readMissed(position: Position): Promise<Entry[] | null> {
    const read = this.#reading.then(() => setImmediate()).then(() => readAfter(this.#log, position))
    this.#reading = read.catch(() => {})
    return read
  }

  async #deliver(entries: Entry[], tail: Tail): Promise<void> {
    const users = new Set(entries.map(({ userId }) => userId))
    const concerned = this.#begun().filter(({ userId }) => users.has(userId))
    await Promise.all(concerned.map((receiver) => this.#endIfRefused(receiver)))
    const receivers = this.#begun().filter(({ isLive }) => isLive)
    for (let from = 0; from < receivers.length; from += sliceReceivers) {
      if (from > 0) await setImmediate()
      for (const receiver of receivers.slice(from, from + sliceReceivers))
        this.#hand(entries, receiver, tail)
    }
  }

  #hand(entries: Entry[], receiver: Receiver, tail: Tail): void {
    receiver.send(entries)
    if (!receiver.isSlow) return
    receiver.isLive = false
    void this.#catchUp(receiver, tail)
  }

  /** Also ends a stream of which the database does not say whether it may go on. */
  async #endIfRefused(receiver: Receiver): Promise<void> {
    const isAdmitted = await mayStillReceive(receiver.credential).catch(() => false)
    if (!isAdmitted) receiver.end()
  }

  #reset(newest: Position): void {
    for (const receiver of this.#begun()) receiver.reset(newest, 'log_replaced')
  }

  #schedule(receiver: Receiver, tail: Tail, delayMs: number): void {
    const beat = () => {
      if (!receiver.isOpen) return
      this.#schedule(receiver, tail, heartbeatMs)
      // Without an answer of the database, the receiver gets no event.
      mayStillReceive(receiver.credential).then(
        (isAdmitted) => {
          if (!isAdmitted) receiver.end()
          else if (tail.isFresh) receiver.heartbeat()
        },
        () => {},
      )
    }
    setTimeout(beat, delayMs).unref()
  }
}
