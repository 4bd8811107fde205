import { LRUCache } from 'lru-cache'
import { env } from '@/lib/config/settings'
import type { Limit } from '@/lib/http/rate-limited'
import { type Count, limitOf, policies } from '@/lib/limits/policies'
import { oncePerProcess } from '@/lib/once-per-process'

/*
 * Counts unknown tokens per source address, in the memory of each process. The limit protects no
 * secret, so processes need not share the counts: see docs/decisions/0013-limits.md.
 */

const windowMs = policies['bad-token'].windowSeconds * 1000

/** An address takes some hundred bytes; the least recently used one is evicted. */
const maxAddresses = 10_000

interface Window {
  total: number
  /** By the monotonic clock, `performance.now()`. */
  endsAt: number
}

export class BadTokens {
  readonly #windows = new LRUCache<string, Window>({ max: maxAddresses })

  /**
   * Counts one token. Tokens beyond the limit are not counted.
   * @returns null within the quota, otherwise the exceeded limit
   */
  note(address: string, now = performance.now()): Limit | null {
    const window = this.#windowOf(address, now)
    const count: Count = { total: window.total + 1, msLeft: window.endsAt - now }
    const limit = limitOf('bad-token', count)
    if (!limit) window.total = count.total
    return limit
  }

  #windowOf(address: string, now: number): Window {
    const window = this.#windows.get(address)
    if (window && window.endsAt > now) return window
    const fresh = { total: 0, endsAt: now + windowMs }
    this.#windows.set(address, fresh)
    return fresh
  }
}

const badTokens = oncePerProcess('bad-tokens', () => new BadTokens())

/**
 * Counts an unknown token.
 * @returns null as long as its source address has not sent too many
 */
export function noteBadToken(addressOf: () => string): Limit | null {
  return env().rateLimit === 'off' ? null : badTokens().note(addressOf())
}
