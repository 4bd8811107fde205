import { db } from '@/lib/db/client'
import type { Principal } from '@/lib/principal'
import { processGlobal } from '@/lib/process-global'

/*
 * When tokens and sessions were last used, collected in memory: a verification stays a read. They are written in one batch,
 * the first soon and then at most every 30 seconds, and at shutdown. Times only move forward. A crash loses at most the
 * stamps of the last 30 seconds.
 */

const intervalMs = 30_000
const soonMs = 50

interface Use {
  at: Date
  count: number
}
type Uses = Map<string, Use>

class UsageStamps {
  #apiTokens: Uses = new Map()
  #sessions: Uses = new Map()
  #timer: NodeJS.Timeout | undefined
  #flushedAt = 0

  /** Notes that a credential was accepted. */
  record({ credential }: Principal, at: Date): void {
    if (credential.kind === 'api_token') add(this.#apiTokens, credential.tokenId, { at, count: 1 })
    else add(this.#sessions, credential.sessionId, { at, count: 1 })
    this.#schedule()
  }

  /** Writes what was collected. @throws when the database refuses; what was collected is kept then */
  async flush(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const [apiTokens, sessions] = [this.#apiTokens, this.#sessions]
    if (apiTokens.size + sessions.size === 0) return
    ;[this.#apiTokens, this.#sessions] = [new Map(), new Map()]
    this.#flushedAt = Date.now()
    try {
      await write(apiTokens, sessions)
    } catch (error) {
      for (const [id, use] of apiTokens) add(this.#apiTokens, id, use)
      for (const [id, use] of sessions) add(this.#sessions, id, use)
      throw error
    }
  }

  #schedule(): void {
    if (this.#timer) return
    const delay = Math.max(soonMs, this.#flushedAt + intervalMs - Date.now())
    this.#timer = setTimeout(() => this.#flushAndGoOn(), delay)
    this.#timer.unref()
  }

  async #flushAndGoOn(): Promise<void> {
    await this.flush().catch((error) => {
      console.error('Usage stamps could not be written; they are kept for the next try:', error)
      this.#schedule()
    })
  }
}

function add(uses: Uses, id: string, { at, count }: Use): void {
  const use = uses.get(id)
  if (!use) {
    uses.set(id, { at, count })
    return
  }
  use.count += count
  if (at > use.at) use.at = at
}

async function write(apiTokens: Uses, sessions: Uses): Promise<void> {
  const client = db()
  await client.$transaction([
    ...[...apiTokens].map(([id, { count }]) =>
      client.apiToken.updateMany({ where: { id }, data: { useCount: { increment: count } } }),
    ),
    ...[...apiTokens].map(([id, { at }]) =>
      client.apiToken.updateMany({
        where: { id, OR: [{ lastUsedAt: null }, { lastUsedAt: { lt: at } }] },
        data: { lastUsedAt: at },
      }),
    ),
    ...[...sessions].map(([id, { at }]) =>
      client.session.updateMany({ where: { id, lastSeenAt: { lt: at } }, data: { lastSeenAt: at } }),
    ),
  ])
}

/** The stamps of this process. */
export function usageStamps(): UsageStamps {
  return processGlobal('usage-stamps', () => new UsageStamps())
}
