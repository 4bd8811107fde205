import { LRUCache } from 'lru-cache'
import { env } from '@/lib/config/settings'
import type { Limit } from '@/lib/http/rate-limited'
import { type Count, limitOf, policies } from '@/lib/limits/policies'
import { log } from '@/lib/log/log'
import { oncePerProcess } from '@/lib/once-per-process'

/*
 * Counts made-up tokens per source address. Verification counts them, so counts are buffered in
 * memory, and larger ones are flushed to the database from time to time, where the counts of all
 * processes are added. A thread buffers less than a twentieth of the quota per address, so that
 * occasional mistyped tokens cause no write.
 */

const { quota, windowSeconds } = policies['bad-token']
const heldBack = quota / 20
const writeIntervalMs = 1_000

/** An address takes some hundred bytes; the least recently used one is evicted. */
const maxAddresses = 10_000

/** The number of made-up tokens from an address since the last flush. */
export interface Sent {
  address: string
  count: number
}

/**
 * Adds the counts to the database.
 * @returns the resulting totals, in the same order
 */
export type WriteSent = (sent: Sent[]) => Promise<Count[]>

interface Entry {
  /** The total in the database at the last flush. */
  written: number
  /** Tokens counted since then, not yet flushed. */
  held: number
  /** The end of the window by the monotonic clock, `performance.now()`. */
  endsAt: number
}

export class BadTokens {
  readonly #entries = new LRUCache<string, Entry>({ max: maxAddresses })
  #write: WriteSent | null = null
  #timer: NodeJS.Timeout | undefined

  startWriting(write: WriteSent): void {
    this.#write = write
  }

  /**
   * Counts one token. Tokens beyond the limit are not counted.
   * @returns null within the quota, otherwise the exceeded limit
   */
  note(address: string, now = performance.now()): Limit | null {
    const entry = this.#entryOf(address, now)
    const limit = limitOf('bad-token', {
      total: entry.written + entry.held + 1,
      msLeft: entry.endsAt - now,
    })
    if (limit) return limit
    entry.held += 1
    if (entry.held >= heldBack) this.#schedule()
    return null
  }

  #entryOf(address: string, now: number): Entry {
    const entry = this.#entries.get(address)
    if (entry && entry.endsAt > now) return entry
    const fresh = { written: 0, held: 0, endsAt: now + windowSeconds * 1000 }
    this.#entries.set(address, fresh)
    return fresh
  }

  #schedule(): void {
    if (this.#timer !== undefined || !this.#write) return
    this.#timer = setTimeout(() => this.#writeAll(), writeIntervalMs)
    this.#timer.unref()
  }

  async #writeAll(): Promise<void> {
    const many = [...this.#entries.entries()].filter(([, { held }]) => held >= heldBack)
    const sent = many.map(([address, { held }]) => ({ address, count: held }))
    try {
      const counts = (await this.#write?.(sent)) ?? []
      for (const [i, [, entry]] of many.entries()) learn(entry, sent[i], counts[i])
    } catch (error) {
      log().error('Bad tokens could not be counted; they are kept for the next try', { error })
    } finally {
      this.#timer = undefined
    }
  }
}

function learn(entry: Entry, sent: Sent | undefined, known: Count | undefined): void {
  if (!sent || !known) return
  entry.held -= sent.count
  entry.written = known.total
  entry.endsAt = performance.now() + known.msLeft
}

/** Returns the counts of this thread. */
const badTokens = oncePerProcess('bad-tokens', () => new BadTokens())

export const startWritingBadTokens = (write: WriteSent) => badTokens().startWriting(write)

/**
 * Counts a made-up token.
 * @returns null as long as its source address has not sent too many
 */
export function noteBadToken(addressOf: () => string): Limit | null {
  return env().rateLimit === 'off' ? null : badTokens().note(addressOf())
}
