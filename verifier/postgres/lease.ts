import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import type pg from 'pg'
import { env } from '@/lib/config/settings'
import { oncePerProcess } from '@/lib/once-per-process'
import { keepListening } from '@/verifier/postgres/channel'
import { instantNow, LeaseState, leaseMs } from '@/verifier/postgres/lease-state'

/*
 * The lease that lets this process answer from its cache although other processes delete what it
 * caches. A process that deletes waits until every process with a lease has acknowledged the
 * revocation, or its lease has expired. docs/decisions/0018-leases.md gives the proof.
 */

const renewalMs = 1_000

const take = `
WITH before AS (DELETE FROM "Lease" WHERE "id" = $2)
INSERT INTO "Lease" ("id", "acknowledged") SELECT $1, "sequence" FROM "Coherence"
RETURNING "acknowledged"::float8 AS sequence`

const renew = `
UPDATE "Lease" SET "renewals" = "renewals" + 1 FROM "Coherence" WHERE "Lease"."id" = $1
RETURNING "sequence"::float8 AS sequence`

/**
 * An acknowledgement need not survive a crash of the database, so it does not wait for the disk. If
 * it is lost, the process that waits for it only waits longer.
 */
const acknowledge = `
UPDATE "Lease" SET "acknowledged" = $2 WHERE "id" = $1
RETURNING set_config('synchronous_commit', 'off', true), pg_notify('jeton_acknowledged', "id")`

interface Sequence {
  sequence: number
}

const release = 'DELETE FROM "Lease" WHERE "id" = $1'

export class PostgresLease {
  /**
   * A new ID for each lease requested, so that a late statement from an abandoned connection
   * affects only a row of its own.
   */
  #id = randomUUID()
  readonly #state = new LeaseState()
  readonly #stop = new AbortController()
  #kept: Promise<void> | null = null
  #client: pg.Client | null = null
  #isAcknowledging = false

  /**
   * Requests a lease, and renews it until `stop`. Without a lease, every look-up queries the
   * database.
   */
  start(): void {
    const listener = {
      channel: 'jeton_revoked',
      notified: (payload: string, schema: string | null) => this.#apply(payload, schema),
      work: (client: pg.Client, cut: AbortSignal) => this.#hold(client, cut),
      lost: () => this.#lose(),
    }
    const limits = { queryTimeoutMs: leaseMs, stop: this.#stop.signal }
    this.#kept = keepListening(env().databaseUrl, listener, limits)
  }

  /** Releases the lease, so that no process waits for it. */
  async stop(): Promise<void> {
    this.#state.end()
    this.#stop.abort()
    await this.#kept
  }

  version(): number | null {
    return this.#state.version(instantNow())
  }

  holds(userId: string, then: number): boolean {
    return this.#state.holds(userId, then)
  }

  async #hold(client: pg.Client, cut: AbortSignal): Promise<void> {
    this.#client = client
    await this.#take(client)
    while (!cut.aborted) {
      await setTimeout(renewalMs, undefined, { signal: cut, ref: false }).catch(() => {})
      if (cut.aborted) break
      this.#requireNotifications()
      if (!(await this.#renew(client))) await this.#take(client)
    }
    if (this.#stop.signal.aborted) await client.query(release, [this.#id])
  }

  async #take(client: pg.Client): Promise<void> {
    this.#state.begin()
    const at = instantNow()
    const before = this.#id
    this.#id = randomUUID()
    const { rows } = await client.query<Sequence>(take, [this.#id, before])
    if (rows[0]) this.#state.take(at, rows[0].sequence)
    void this.#acknowledge()
  }

  /**
   * @returns false if the lease is gone: a process waited for it in vain, and cached results may be
   * wrong
   */
  async #renew(client: pg.Client): Promise<boolean> {
    const at = instantNow()
    const { rows } = await client.query<Sequence>(renew, [this.#id])
    if (rows[0]) this.#state.renew(at, rows[0].sequence)
    return rows.length > 0
  }

  /**
   * @throws Error if notifications are lost, as with poolers that assign a connection per
   * transaction
   */
  #requireNotifications(): void {
    if (!this.#state.isBehind || this.version() !== null) return
    throw new Error('Notifications of the database do not arrive')
  }

  /**
   * Ignores numbers of another installation in the same database, which would be taken for ours.
   */
  #apply(payload: string, own: string | null): void {
    const [sequence, userId, ...schema] = payload.split(' ')
    if (schema.join(' ') !== own) return
    this.#state.revoke(Number(sequence), userId || null)
    void this.#acknowledge()
  }

  /**
   * Sends one acknowledgement at a time. Revocations applied meanwhile are covered by the next one.
   */
  async #acknowledge(): Promise<void> {
    if (this.#isAcknowledging) return
    this.#isAcknowledging = true
    try {
      let acknowledged = -1
      while (this.#client && (this.#state.applied ?? acknowledged) > acknowledged) {
        acknowledged = this.#state.applied ?? acknowledged
        await this.#client.query(acknowledge, [this.#id, acknowledged])
      }
    } catch {
      // The connection was cut: the lease ends with it.
    } finally {
      this.#isAcknowledging = false
    }
  }

  #lose(): void {
    this.#state.end()
    this.#client = null
  }
}

/** The lease of this thread, held only if it was started. */
export const postgresLease = oncePerProcess('postgres-lease', () => new PostgresLease())
