import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Postgres, startPostgres } from '@/scripts/postgres.mjs'
import { type Answer, signUp } from '@/test/support/client'
import { type Cluster, type Instance, startCluster } from '@/test/support/cluster'
import { repetitions } from '@/test/support/extent'

/*
 * kill -9 of an instance, then of PostgreSQL, while twelve users create and delete tokens:
 * afterwards the database contains exactly the acknowledged writes.
 */

const users = 12
const writesEach = repetitions(15, 80)

let postgres: Postgres
let cluster: Cluster

beforeAll(async () => {
  postgres = await startPostgres()
  const databaseUrl = await postgres.createDatabase()
  cluster = await startCluster(2, { settings: { JETON_LEASES: 'on' }, databaseUrl })
})
afterAll(async () => {
  await cluster?.stop()
  await postgres?.remove()
})

/** A user who makes a token and deletes it, again and again, through any instance. */
class Writer {
  readonly #headers: { 'xc-auth': string }
  /** The id of the token that the database must contain, or null for none. */
  acknowledged: string | null = null
  done = 0

  constructor(authToken: string) {
    this.#headers = { 'xc-auth': authToken }
  }

  async write(): Promise<void> {
    const answer = await this.#send(cluster.any()).catch(() => null)
    if (answer?.status !== 200) return this.#findOut()
    this.acknowledged = this.acknowledged === null ? answer.body.id : null
    this.done += 1
  }

  async held(): Promise<string[] | null> {
    for (const { call } of cluster.instances) {
      const answer = await call('GET', '/api/v1/tokens', { headers: this.#headers }).catch(
        () => null,
      )
      if (answer?.status === 200) return answer.body.list.map(({ id }: { id: string }) => id)
    }
    return null
  }

  #send({ call }: Instance): Promise<Answer> {
    if (this.acknowledged !== null)
      return call('DELETE', `/api/v1/tokens/${this.acknowledged}`, { headers: this.#headers })
    return call('POST', '/api/v1/tokens', { headers: this.#headers, json: { name: 'short-lived' } })
  }

  /**
   * A write was refused or not answered: it may have been committed, and nothing else may have
   * changed. An acknowledged token exists, unless its deletion was in progress; an unacknowledged
   * token that exists was being created.
   */
  async #findOut(): Promise<void> {
    const held = await this.held()
    if (held === null) return
    if (this.acknowledged !== null) expect([[], [this.acknowledged]]).toContainEqual(held)
    else expect(held.length).toBeLessThanOrEqual(1)
    this.acknowledged = held[0] ?? null
  }
}

async function untilDone(writers: Writer[], share: number): Promise<void> {
  const wanted = users * writesEach * share
  const sum = () => writers.reduce((total, { done }) => total + done, 0)
  while (sum() < wanted) await new Promise((resolve) => setTimeout(resolve, 5))
}

test(`${users * writesEach} creates and deletes, an instance killed, PostgreSQL killed`, async () => {
  const accounts = await Promise.all(
    Array.from({ length: users }, () => signUp(cluster.any().call)),
  )
  const writers = accounts.map(({ authToken }) => new Writer(authToken))
  const writing = writers.map(async (writer) => {
    while (writer.done < writesEach) await writer.write()
  })
  await untilDone(writers, 1 / 3)
  await cluster.instances[0]?.restart('SIGKILL')
  await untilDone(writers, 2 / 3)
  await postgres.crash()
  await postgres.start()
  await Promise.all(writing)
  for (const writer of writers)
    expect(await writer.held()).toEqual(writer.acknowledged === null ? [] : [writer.acknowledged])
})
