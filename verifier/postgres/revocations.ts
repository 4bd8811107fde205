import { setTimeout } from 'node:timers/promises'
import type pg from 'pg'
import { env } from '@/lib/config/settings'
import { postgresPool } from '@/lib/db/postgres/pool'
import { oncePerProcess } from '@/lib/once-per-process'
import { aborted, keepListening } from '@/verifier/postgres/channel'
import { leaseMs } from '@/verifier/postgres/lease-state'

/*
 * The revoking side of leases: waits, after a revocation, until no process has it cached any more.
 */

/**
 * Longer than a lease by the difference between two machines' clocks in measuring it: up to a
 * fifth.
 */
const patienceMs = leaseMs * 1.2

/** Polling interval, for when no notification of an acknowledgement arrives. */
const lookMs = 200

const findSilent = `
SELECT "id", "renewals"::float8 AS renewals FROM "Lease"
WHERE "acknowledged" < $1 AND ($2::text[] IS NULL OR "id" = ANY ($2::text[]))`

const removeDead = `
DELETE FROM "Lease" USING unnest($1::text[], $2::float8[]) AS dead ("id", "renewals")
WHERE "Lease"."id" = dead."id" AND "Lease"."renewals" = dead."renewals"`

interface Lease {
  id: string
  renewals: number
}

export class PostgresRevocations {
  readonly #stop = new AbortController()
  #kept: Promise<void> | null = null
  readonly #wakeUps = new Set<() => void>()

  /** Listens for acknowledgements. Without it, they are polled. */
  start(): void {
    const listener = {
      channel: 'jeton_acknowledged',
      notified: () => this.#wake(),
      work: (_client: pg.Client, cut: AbortSignal) => aborted(cut),
      lost: () => {},
    }
    const limits = { queryTimeoutMs: leaseMs, stop: this.#stop.signal }
    this.#kept = keepListening(env().databaseUrl, listener, limits)
  }

  async stop(): Promise<void> {
    this.#stop.abort()
    await this.#kept
  }

  /**
   * Waits until every process that had a lease when the revocation was committed has acknowledged
   * it, or has lost its lease. If the database cannot be queried, it waits until every lease of
   * that time has expired.
   */
  async settle(): Promise<void> {
    const committedAt = performance.now()
    try {
      const { rows } = await postgresPool().query<{ sequence: string }>(
        'SELECT "sequence" FROM "Coherence"',
      )
      await this.#waitForAll(rows[0]?.sequence ?? '0')
    } catch {
      await setTimeout(Math.max(0, committedAt + patienceMs - performance.now()))
    }
  }

  async #waitForAll(sequence: string): Promise<void> {
    const silent = (among: Lease[] | null) => findLeases(sequence, among)
    const first = await silent(null)
    // Counted from the query for leases, not from the commit: a lease renewed in between lasts that
    // long, and must not be removed before.
    const deadline = performance.now() + patienceMs
    let waitedFor = first
    while (waitedFor.length > 0 && performance.now() < deadline) {
      const word = this.#nextWord(Math.min(lookMs, deadline - performance.now()))
      waitedFor = await silent(first)
      if (waitedFor.length > 0) await word
    }
    const left = new Set(waitedFor.map(({ id }) => id))
    const dead = first.filter(({ id }) => left.has(id))
    if (dead.length > 0) await removeLeases(dead)
  }

  #nextWord(limitMs: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer)
        this.#wakeUps.delete(wake)
        resolve()
      }
      const timer = globalThis.setTimeout(wake, Math.max(1, limitMs))
      this.#wakeUps.add(wake)
    })
  }

  #wake(): void {
    for (const wake of [...this.#wakeUps]) wake()
  }
}

async function findLeases(sequence: string, among: Lease[] | null): Promise<Lease[]> {
  const ids = among?.map(({ id }) => id) ?? null
  return (await postgresPool().query<Lease>(findSilent, [sequence, ids])).rows
}

/**
 * Removes leases that were not renewed. A renewed lease learned of the revocations that it missed
 * from its renewal.
 */
async function removeLeases(dead: Lease[]): Promise<void> {
  const ids = dead.map(({ id }) => id)
  await postgresPool().query(removeDead, [ids, dead.map(({ renewals }) => renewals)])
}

/** The instance of this thread. */
export const postgresRevocations = oncePerProcess(
  'postgres-revocations',
  () => new PostgresRevocations(),
)
