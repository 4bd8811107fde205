import { setImmediate } from 'node:timers/promises'
import type { UseBatch } from '@/lib/db/usage'
import { oncePerThread } from '@/lib/once-per-thread'
import type { Principal } from '@/lib/principal'

/*
 * When tokens and sessions were last used and how often, collected in memory: a verification stays a read. They are written in one
 * batch, the first soon and then at most every 30 seconds, and at shutdown. Times only move forward. A crash loses at most the
 * stamps of the last 30 seconds.
 */

const intervalMs = 30_000
const soonMs = 50

/** Rows a statement: so few that requests never wait for it more than a few milliseconds. */
const rowsPerStatement = 500

/** What is used, and how often since that was last written. */
export interface Use {
  readonly of: UseBatch['of']
  readonly id: string
  at: Date
  count: number
}

/** The use of what a principal acts by: none yet. Whoever keeps it can record it again and again. */
export function toUse({ credential }: Principal): Use {
  const unused = { at: new Date(0), count: 0 }
  return credential.kind === 'api_token'
    ? { of: 'api_token', id: credential.tokenId, ...unused }
    : { of: 'session', id: credential.sessionId, ...unused }
}

type Write = (batch: UseBatch) => Promise<void>

export class UsageStamps {
  #write: Write | null = null
  /** What has been used since the last write, each of them once, though two may be of the same thing. */
  #pending: Use[] = []
  #timer: NodeJS.Timeout | undefined
  #flushing: Promise<void> | null = null
  #flushedAt = 0

  /** From now on what is collected is written, in this way. */
  startWriting(write: Write): void {
    this.#write = write
  }

  /** Notes that a credential was accepted. */
  record(use: Use, at: Date): void {
    use.at = at
    use.count += 1
    if (use.count > 1) return
    this.#pending.push(use)
    if (this.#timer === undefined && this.#write) this.#schedule()
  }

  /**
   * Writes what was collected, after what is being written already.
   * @throws when the database refuses; what was not written is kept then
   */
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
    this.#flushedAt = Date.now()
    const batches = takeBatches(this.#pending)
    this.#pending = []
    for (const [i, batch] of batches.entries()) {
      try {
        await this.#write?.(batch)
      } catch (error) {
        this.#pending = this.#pending.concat(...batches.slice(i).map(({ uses }) => uses))
        throw error
      }
      await setImmediate()
    }
  }

  #schedule(): void {
    const delay = Math.max(soonMs, this.#flushedAt + intervalMs - Date.now())
    this.#timer = setTimeout(() => this.#flushOrRetry(), delay)
    this.#timer.unref()
  }

  async #flushOrRetry(): Promise<void> {
    await this.flush().catch((error) => {
      console.error('Usage stamps could not be written; they are kept for the next try:', error)
      if (this.#timer === undefined) this.#schedule()
    })
  }
}

/** Adds up what belongs to the same thing, and starts its counts anew. */
function takeBatches(pending: Use[]): (UseBatch & { uses: Use[] })[] {
  const taken = { api_token: new Map<string, Use>(), session: new Map<string, Use>() }
  for (const use of pending) {
    const { of, id, at, count } = use
    use.count = 0
    const other = taken[of].get(id)
    const latest = other && other.at > at ? other.at : at
    taken[of].set(id, { of, id, at: latest, count: count + (other?.count ?? 0) })
  }
  return (['api_token', 'session'] as const).flatMap((of) =>
    chunks([...taken[of].values()]).map((uses) => ({ of, uses })),
  )
}

function chunks(uses: Use[]): Use[][] {
  const count = Math.ceil(uses.length / rowsPerStatement)
  return Array.from({ length: count }, (_, i) => uses.slice(i * rowsPerStatement, (i + 1) * rowsPerStatement))
}

/** The stamps of this thread. */
export const usageStamps = oncePerThread('usage-stamps', () => new UsageStamps())

/** Notes that a principal's credential was accepted just now. */
export function recordUse(principal: Principal): void {
  usageStamps().record(toUse(principal), new Date())
}
