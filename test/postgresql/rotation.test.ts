import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { callsAs } from '@/test/support/calls-as'
import { type Cluster, startCluster } from '@/test/support/cluster'
import { Hammer } from '@/test/support/hammer'
import { expectNoWrongAnswer, RotationLoad } from '@/test/support/rotation-load'
import { newHolder, rotated } from '@/test/support/rotations'
import { rotationRounds } from '@/test/support/rounds'

/*
 * Three instances, while a token is rotated through any of them: none refuses a secret that should
 * live, and none accepts one that was ended, from the confirmation on.
 */

/** To each of the instances. */
const connections = 22

describe.each(['on', 'off'])('leases %s', (leases) => {
  let cluster: Cluster
  let hammers: Hammer[]

  beforeAll(async () => {
    cluster = await startCluster(3, { settings: { JETON_LEASES: leases } })
    hammers = await Promise.all(
      cluster.instances.map(({ address }) => Hammer.connect(address, connections)),
    )
  })
  afterAll(async () => {
    for (const hammer of hammers ?? []) hammer.close()
    await cluster?.stop()
  })

  test(`${rotationRounds} rotations, with grace and without, through any instance`, async () => {
    const { user, id, first } = await newHolder(cluster.any().call)
    const tokens = () => callsAs(cluster.any().call, user, 'tokens')
    const load = new RotationLoad(hammers, 3 * connections, first, {
      rotate: (grace) => tokens().post(`/${id}/rotate`, { grace }),
      endPrevious: () => tokens().delete(`/${id}/previous`),
    })
    await load.during(async () => {
      for (let round = 0; round < rotationRounds; round += 1) await load.rotate(round)
    })
    expectNoWrongAnswer(load)
    for (const { call } of cluster.instances) {
      const { body } = await callsAs(call, user, 'tokens').get(`/${id}/secret`)
      expect(body.token).toBe(load.current)
    }
  })

  test('an end that is cleared in psql is refused within a moment', async () => {
    const { id, first, rotate } = await newHolder(cluster.any().call)
    await rotated(rotate({ grace: '1h' }))
    const askAll = () =>
      Promise.all(
        cluster.instances.map(
          async ({ call }) =>
            (await call('GET', '/api/v1/verify', { headers: { 'xc-token': first } })).status,
        ),
      )
    expect(await askAll()).toEqual([200, 200, 200])
    const sql = `UPDATE "ApiToken" SET "previousEndsAt" = NULL WHERE "id" = '${id}'`
    await cluster.postgres.query(sql, [], cluster.databaseUrl)
    await expect.poll(askAll).toEqual([401, 401, 401])
  })

  test('of rotations through three instances at once, one is made', async () => {
    const { user, id, first } = await newHolder(cluster.any().call)
    const answers = await Promise.all(
      cluster.instances.flatMap(({ call }) => {
        const tokens = callsAs(call, user, 'tokens')
        return Array.from({ length: 3 }, () => tokens.post(`/${id}/rotate`, { grace: '1h' }))
      }),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(8).fill(409)])
    const made = answers.find(({ status }) => status === 200)?.body.token
    for (const { call } of cluster.instances)
      for (const secret of [first, made]) {
        const headers = { 'xc-token': secret }
        expect((await call('GET', '/api/v1/verify', { headers })).status).toBe(200)
      }
  })
})
