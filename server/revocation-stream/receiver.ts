import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import type { Credential } from '@/lib/http/credentials'
import { tally } from '@/lib/metrics/tally'
import {
  type Entry,
  heartbeatText,
  resetText,
  retryText,
} from '@/server/revocation-stream/event-text'
import { type Position, start } from '@/server/revocation-stream/position'

/**
 * Bytes that wait for a receiver, more than those of one read. Beyond it, the receiver is
 * disconnected.
 */
const maxWaitingBytes = 2 ** 18

/**
 * How many heartbeats in a row may find bytes that the receiver has not read. It has then received
 * nothing for 15 seconds, and begins anew in any case.
 */
const maxStalled = 3

/** How long a receiver has to read the end of its answer. */
const endLimitMs = 1_000

/** One connection of a receiver. */
export class Receiver {
  readonly userId: string
  readonly credential: Credential
  /**
   * Whether it gets what the tail hands over. Until then, and again while it is slow, it reads what
   * it has missed by itself.
   */
  isLive = false
  /** The last row that it has received. */
  position: Position = start
  #stalled = 0
  readonly #response: ServerResponse

  constructor(response: ServerResponse, user: { userId: string; credential: Credential }) {
    this.#response = response
    this.userId = user.userId
    this.credential = user.credential
  }

  get isOpen(): boolean {
    return !this.#response.writableEnded && !this.#response.destroyed
  }

  /** Whether it has to read before more is written. */
  get isSlow(): boolean {
    return this.#response.writableNeedDrain
  }

  /** Whether the answer has begun. */
  get hasBegun(): boolean {
    return this.#response.headersSent
  }

  /** Sends the headers. */
  begin(headers: Headers): void {
    // The connection is for this answer alone, and ends with it.
    this.#response.shouldKeepAlive = false
    this.#response.setHeaders(headers).writeHead(200)
    this.#write(retryText)
  }

  /** Sends the events that it has not received. */
  send(entries: readonly Entry[]): void {
    const news = entries.filter(({ sequence }) => sequence > this.position.sequence)
    this.position = news.at(-1) ?? this.position
    const texts = news.flatMap(({ text }) => text || [])
    if (texts.length > 0) this.#sendEvents(texts)
  }

  /** Sends it the events after a row from now on. */
  join(position: Position): void {
    this.position = position
    this.isLive = true
  }

  /** Sends a reset, and the events after the newest row from now on. */
  reset(newest: Position, reason: string): void {
    this.join(newest)
    this.#sendEvents([resetText(newest, reason)])
  }

  heartbeat(): void {
    this.#stalled = this.#response.writableLength > 0 ? this.#stalled + 1 : 0
    if (this.#stalled >= maxStalled) this.#response.destroy()
    else this.#write(heartbeatText(this.position))
  }

  #sendEvents(texts: string[]): void {
    tally().revocationEvents += texts.length
    this.#write(texts.join(''))
  }

  #write(text: string): void {
    if (!this.isOpen) return
    this.#response.write(text)
    if (this.#response.writableLength > maxWaitingBytes) this.#response.destroy()
  }

  /** Resolves when it has read most of what was written, or is gone. */
  async drained(): Promise<void> {
    if (!this.isOpen || !this.isSlow) return
    const done = new AbortController()
    const until = (event: string) =>
      once(this.#response, event, { signal: done.signal }).catch(() => {})
    await Promise.race([until('drain'), until('close')])
    done.abort()
  }

  /** Ends the answer, also of a receiver that does not read. */
  end(): void {
    this.#response.end()
    setTimeout(() => this.#response.destroy(), endLimitMs).unref()
  }
}
