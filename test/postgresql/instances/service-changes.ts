import { test } from 'vitest'
import type { Cluster } from '@/test/support/cluster'
import { repetitions } from '@/test/support/extent'
import { Hammer } from '@/test/support/hammer'
import { newOwner } from '@/test/support/people'
import { expectFrom, type ServiceChange, serviceChanges } from '@/test/support/service-changes'

/*
 * No answer by an old rule, across instances: a change that one of three has answered is in force
 * at all of them, while connections to each keep asking.
 */

/** Rounds of each of six changes, in both ways. */
const rounds = repetitions(5, 100)

/** To each of the instances. */
const connections = 8

export function testServiceChanges(cluster: () => Cluster): void {
  async function openAndClose({ what, path, header, open, close }: ServiceChange): Promise<void> {
    const hammers = await Promise.all(
      cluster().instances.map(({ address }) => Hammer.connect(address, connections, { path })),
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
    const { server, call } = cluster().any()
    const owner = await newOwner(server, call)
    for (const change of await serviceChanges(() => cluster().any().call, owner))
      await openAndClose(change)
  })
}
