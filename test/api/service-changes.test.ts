import { afterAll, beforeAll, describe, test } from 'vitest'
import { clientOf } from '@/test/support/client'
import { repetitions } from '@/test/support/extent'
import { Hammer } from '@/test/support/hammer'
import { newOwner } from '@/test/support/people'
import { type Server, startServer } from '@/test/support/server'
import { expectFrom, type ServiceChange, serviceChanges } from '@/test/support/service-changes'

/*
 * No answer by an old rule: after a change of a group, a service or a list is answered, every
 * request that is sent later is answered by the new one, while many connections keep asking. It
 * does not matter which process answers.
 */

/**
 * Rounds of each of six changes, in both ways. One process changes and verifies by itself, without
 * node:cluster: there is less to go wrong, and it has fewer rounds.
 */
const variants = [
  { workers: 1, rounds: repetitions(4, 100) },
  { workers: 3, rounds: repetitions(9, 100) },
]

describe.each(variants)('WEB_CONCURRENCY=$workers', ({ workers, rounds }) => {
  let server: Server
  let changes: ServiceChange[]

  beforeAll(async () => {
    server = await startServer({ WEB_CONCURRENCY: `${workers}` })
    const call = clientOf(server.address)
    changes = await serviceChanges(() => call, await newOwner(server, call))
  })
  afterAll(() => server?.stop())

  test(`a service is opened and closed, ${rounds} times in each way`, async () => {
    for (const { what, path, header, open, close } of changes) {
      const hammer = await Hammer.connect(server.address, 24, { path })
      await close().catch(() => {})
      for (let round = 0; round < rounds; round += 1) {
        expectFrom(what, await hammer.while(header, open), 200)
        expectFrom(what, await hammer.while(header, close), 403)
      }
      hammer.close()
    }
  })
})
