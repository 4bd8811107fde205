import type { UseBatch } from '@/lib/db/write-usage'
import { oncePerProcess } from '@/lib/once-per-process'
import type { Principal } from '@/shared/principal'
import { UsageBuffer, type Write } from '@/verifier/usage-buffer'

/*
 * When tokens and sessions were last used and how often, collected in memory: a verification stays a read. Each of the two kinds is
 * written in one batch, the first soon and then at most every 30 seconds, and at shutdown. A kind has a clock of its own, so that the
 * first call with a new token shows at once to the person who is clicking around meanwhile. Times only move forward. A crash loses
 * at most the stamps of the last 30 seconds.
 */

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

const kinds = ['api_token', 'session'] as const

export class Usage {
  readonly #of = { api_token: new UsageBuffer('api_token'), session: new UsageBuffer('session') }

  /** From now on what is collected is written, in this way. */
  startWriting(write: Write): void {
    for (const kind of kinds) this.#of[kind].startWriting(write)
  }

  /** Notes that a credential was accepted. */
  record(use: Use, at: Date): void {
    this.#of[use.of].record(use, at)
  }

  /**
   * Writes what was collected, after what is being written already.
   * @throws when the database refuses; what was not written is kept then
   */
  async flush(): Promise<void> {
    try {
      await this.#of.api_token.flush()
    } finally {
      await this.#of.session.flush()
    }
  }
}

/** The stamps of this thread. */
export const usage = oncePerProcess('usage-stamps', () => new Usage())

/** Notes that a principal's credential was accepted just now. */
export function recordUse(principal: Principal): void {
  usage().record(toUse(principal), new Date())
}
