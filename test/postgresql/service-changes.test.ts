import { afterAll, beforeAll, describe, test } from 'vitest'
import { type Cluster, startCluster } from '@/test/support/cluster'
import { repetitions } from '@/test/support/extent'
import { Hammer } from '@/test/support/hammer'
import { newOwner } from '@/test/support/people'
import { expectFrom, type ServiceChange, serviceChanges } from '@/test/support/service-changes'

/*
 * No answer by an old rule, across instances: a change that one of three has answered is in force
 * at all of them, while 63 connections keep asking.
 */

/** Rounds of each of six changes, in both ways. */
const rounds = repetitions(5, 100)

describe.each(['on', 'off'])('leases %s', (leases) => {
  let cluster: Cluster
  let changes: ServiceChange[]

  beforeAll(async () => {
    cluster = await startCluster(3, { settings: { JETON_LEASES: leases } })
    const { server, call } = cluster.any()
    changes = await serviceChanges(() => cluster.any().call, await newOwner(server, call))
  })
  afterAll(() => cluster?.stop())

  async function openAndClose({ what, path, header, open, close }: ServiceChange): Promise<void> {
    const hammers = await Promise.all(
      cluster.instances.map(({ address }) => Hammer.connect(address, 21, path)),
    )
    await close().catch(() => {})
    for (let round = 0; round < rounds; round += 1) {
      for (const [change, status] of [[open, 200] as const, [close, 403] as const])
        for (const each of await Hammer.allWhile(hammers, header, change))
          expectFrom(what, each, status)
    }
    for (const hammer of hammers) hammer.close()
  }

  test(`a service is opened and closed through any instance, ${rounds} times in each way`, async () => {
    for (const change of changes) await openAndClose(change)
  })
})
