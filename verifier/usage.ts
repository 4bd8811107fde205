import type { UseBatch } from '@/lib/db/write-usage'
import { oncePerProcess } from '@/lib/once-per-process'
import type { Principal } from '@/shared/principal'
import { UsageBuffer, type Write } from '@/verifier/usage-buffer'

/*
 * Records in memory when tokens and sessions were last used and how often, so that a verification
 * only reads the database. Each of the two kinds is written in one batch: the first soon, then at
 * most every 30 seconds, and at shutdown. Each kind has its own timer, so that the first call with
 * a new token is shown at once to a person who is using the pages meanwhile. Times only move
 * forward. A crash loses at most the stamps of the last 30 seconds.
 */

/** A credential, its last use, and how often it was used since the last write. */
export interface Use {
  readonly of: UseBatch['of']
  readonly id: string
  at: Date
  count: number
}

/** Returns an empty use of a principal's credential. It can be kept and recorded repeatedly. */
export function toUse({ credential }: Principal): Use {
  const unused = { at: new Date(0), count: 0 }
  return credential.kind === 'api_token'
    ? { of: 'api_token', id: credential.tokenId, ...unused }
    : { of: 'session', id: credential.sessionId, ...unused }
}

const kinds = ['api_token', 'session'] as const

export class Usage {
  readonly #of = { api_token: new UsageBuffer('api_token'), session: new UsageBuffer('session') }

  /** Starts writing the collected uses with `write`. */
  startWriting(write: Write): void {
    for (const kind of kinds) this.#of[kind].startWriting(write)
  }

  /** Records that a credential was accepted. */
  record(use: Use, at: Date): void {
    this.#of[use.of].record(use, at)
  }

  /**
   * Flushes the buffers, after a flush in progress.
   * @throws Error if the database refuses; uses that were not written are kept
   */
  async flush(): Promise<void> {
    try {
      await this.#of.api_token.flush()
    } finally {
      await this.#of.session.flush()
    }
  }
}

/** The usage buffers of this thread. */
export const usage = oncePerProcess('usage-stamps', () => new Usage())

/** Records that a principal's credential was accepted just now. */
export function recordUse(principal: Principal): void {
  usage().record(toUse(principal), new Date())
}
