import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { callsAs } from '@/test/support/calls-as'
import type { Cluster, Instance } from '@/test/support/cluster'
import { CrashWriter } from '@/test/support/crash-writer'
import { repetitions } from '@/test/support/extent'
import { Hammer } from '@/test/support/hammer'
import { expectNoWrongAnswer, RotationLoad } from '@/test/support/rotation-load'
import { newHolder, rotated } from '@/test/support/rotations'
import { rotationRounds } from '@/test/support/rounds'

/*
 * Three instances, while a token is rotated through any of them: none refuses a secret that should
 * live, and none accepts one that was ended, from the confirmation on.
 */

/** To each of the instances. */
const connections = 8

const kills = repetitions(2, 20)

export function testRotation(cluster: () => Cluster): void {
  let hammers: Hammer[]

  beforeAll(async () => {
    hammers = await Promise.all(
      cluster().instances.map(({ address }) => Hammer.connect(address, connections)),
    )
  })
  afterAll(() => {
    for (const hammer of hammers ?? []) hammer.close()
  })

  test(`${rotationRounds} rotations, with grace and without, through any instance`, async () => {
    const { user, id, first } = await newHolder(cluster().any().call)
    const tokens = () => callsAs(cluster().any().call, user, 'tokens')
    const load = new RotationLoad(hammers, 3 * connections, first, {
      rotate: (grace) => tokens().post(`/${id}/rotate`, { grace }),
      endPrevious: () => tokens().delete(`/${id}/previous`),
    })
    await load.during(async () => {
      for (let round = 0; round < rotationRounds; round += 1) await load.rotate(round)
    })
    expectNoWrongAnswer(load)
    for (const { call } of cluster().instances) {
      const { body } = await callsAs(call, user, 'tokens').get(`/${id}/secret`)
      expect(body.token).toBe(load.current)
    }
  })

  test(`${kills} kills of an instance that rotates leave what it acknowledged, on all`, async () => {
    const [killed] = cluster().instances as [Instance]
    const writers = await Promise.all([1, 2, 3].map(() => CrashWriter.signUp(killed.call)))
    const acknowledged = () => writers.reduce((sum, { writes }) => sum + writes, 0)
    for (let round = 0; round < kills; round += 1) {
      let isOver = false
      const writing = writers.map((writer) => writer.writeUntil(killed.call, () => isOver))
      const before = acknowledged()
      await vi.waitUntil(() => acknowledged() > before, { timeout: 60_000 })
      await setTimeout(Math.random() * 300)
      await killed.server.stop('SIGKILL')
      isOver = true
      try {
        await Promise.all(writing)
        await Promise.all(
          writers.map((writer) => writer.compare(cluster().instances[1]?.call ?? killed.call)),
        )
      } finally {
        await killed.restart()
      }
      for (const instance of cluster().instances) await expectWhatIsStored(instance, writers)
    }
  })

  /** The write that was in progress was not acknowledged, and takes a moment to be heard. */
  async function expectWhatIsStored({ call }: Instance, writers: CrashWriter[]): Promise<void> {
    const answers = async (headers: string[]) => {
      const statuses = headers.map(async (header) => {
        const [name = '', value = ''] = header.split(': ')
        return (await call('GET', '/api/v1/verify', { headers: { [name]: value } })).status
      })
      return [...new Set(await Promise.all(statuses))]
    }
    const held = writers.flatMap((writer) => writer.held.map((secret) => `xc-token: ${secret}`))
    const revoked = writers.flatMap((writer) => writer.revoked.slice(-20))
    if (held.length > 0) expect(await answers(held)).toEqual([200])
    if (revoked.length > 0) await expect.poll(() => answers(revoked)).toEqual([401])
  }

  test('an end that is cleared in psql is refused within a moment', async () => {
    const { id, first, rotate } = await newHolder(cluster().any().call)
    await rotated(rotate({ grace: '1h' }))
    const askAll = () =>
      Promise.all(
        cluster().instances.map(
          async ({ call }) =>
            (await call('GET', '/api/v1/verify', { headers: { 'xc-token': first } })).status,
        ),
      )
    expect(await askAll()).toEqual([200, 200, 200])
    const sql = `UPDATE "ApiToken" SET "previousEndsAt" = NULL WHERE "id" = '${id}'`
    await cluster().query(sql)
    await expect.poll(askAll).toEqual([401, 401, 401])
  })

  test('of rotations through three instances at once, one is made', async () => {
    const { user, id, first } = await newHolder(cluster().any().call)
    const answers = await Promise.all(
      cluster().instances.flatMap(({ call }) => {
        const tokens = callsAs(call, user, 'tokens')
        return Array.from({ length: 3 }, () => tokens.post(`/${id}/rotate`, { grace: '1h' }))
      }),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(8).fill(409)])
    const made = answers.find(({ status }) => status === 200)?.body.token
    for (const { call } of cluster().instances)
      for (const secret of [first, made]) {
        const headers = { 'xc-token': secret }
        expect((await call('GET', '/api/v1/verify', { headers })).status).toBe(200)
      }
  })
}
