import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import type pg from 'pg'
import { env } from '@/lib/config/settings'
import { oncePerProcess } from '@/lib/once-per-process'
import { keepListening } from '@/verifier/postgres/channel'
import { instantNow, LeaseState, leaseMs } from '@/verifier/postgres/lease-state'

/*
 * The lease by which this process may answer from memory, though others delete what it remembers: whoever deletes waits until every
 * process with a lease has said that it knows, or its lease has run out. docs/decisions/0018-leases.md has the argument.
 */

const renewalMs = 1_000

const take = `
WITH before AS (DELETE FROM "Lease" WHERE "id" = $2)
INSERT INTO "Lease" ("id", "acknowledged") SELECT $1, "sequence" FROM "Coherence"
RETURNING "acknowledged"::float8 AS sequence`

const renew = `
UPDATE "Lease" SET "renewals" = "renewals" + 1 FROM "Coherence" WHERE "Lease"."id" = $1
RETURNING "sequence"::float8 AS sequence`

/** Need not survive a crash of the database, so it does not wait for the disk: whoever waits for it only waits longer. */
const acknowledge = `
UPDATE "Lease" SET "acknowledged" = $2 WHERE "id" = $1
RETURNING set_config('synchronous_commit', 'off', true), pg_notify('jeton_acknowledged', "id")`

interface Sequence {
  sequence: number
}

const release = 'DELETE FROM "Lease" WHERE "id" = $1'

export class PostgresLease {
  /** A new one for each lease that is asked for: what arrives late from a connection that was given up is about a row of its own. */
  #id = randomUUID()
  readonly #state = new LeaseState()
  readonly #stop = new AbortController()
  #kept: Promise<void> | null = null
  #client: pg.Client | null = null
  #isAcknowledging = false

  /** Asks for a lease, and renews it until `stop`. Without one, or while there is none, every look-up asks the database. */
  start(): void {
    const listener = {
      channel: 'jeton_revoked',
      heard: (payload: string, schema: string | null) => this.#hear(payload, schema),
      work: (client: pg.Client, cut: AbortSignal) => this.#hold(client, cut),
      lost: () => this.#lose(),
    }
    const limits = { queryTimeoutMs: leaseMs, stop: this.#stop.signal }
    this.#kept = keepListening(env().databaseUrl, listener, limits)
  }

  /** Gives the lease back, so that nobody waits for it. */
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
      this.#requireHearing()
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

  /** @returns false where the lease is gone: somebody had waited for it in vain, and what is remembered may be wrong */
  async #renew(client: pg.Client): Promise<boolean> {
    const at = instantNow()
    const { rows } = await client.query<Sequence>(renew, [this.#id])
    if (rows[0]) this.#state.renew(at, rows[0].sequence)
    return rows.length > 0
  }

  /** @throws where notifications are swallowed, as poolers do that hand out a connection for a transaction */
  #requireHearing(): void {
    if (!this.#state.isBehind || this.version() !== null) return
    throw new Error('Notifications of the database do not arrive')
  }

  /** Numbers of another installation in the same database would be taken for ours. */
  #hear(payload: string, own: string | null): void {
    const [sequence, userId, ...schema] = payload.split(' ')
    if (schema.join(' ') !== own) return
    this.#state.revoke(Number(sequence), userId || null)
    void this.#acknowledge()
  }

  /** One at a time: what is applied meanwhile goes with the next one. */
  async #acknowledge(): Promise<void> {
    if (this.#isAcknowledging) return
    this.#isAcknowledging = true
    try {
      for (let said = -1; this.#client && (this.#state.applied ?? said) > said; ) {
        said = this.#state.applied ?? said
        await this.#client.query(acknowledge, [this.#id, said])
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

/** The lease of this thread: held only where it was started. */
export const postgresLease = oncePerProcess('postgres-lease', () => new PostgresLease())
