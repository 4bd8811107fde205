import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { createToken, signUp } from '@/test/support/client'
import type { Cluster, Instance } from '@/test/support/cluster'
import { askDatabase, changeDatabase } from '@/test/support/database'
import { repetitions } from '@/test/support/extent'
import { newOwner, peopleAs } from '@/test/support/people'
import { receive } from '@/test/support/receiver'
import { type Roamer, roam } from '@/test/support/roamer'

/* The revocation stream of three instances: each sends what any of them has done. */

const revocations = repetitions(60, 1_000)
const users = 4

export function testRevocationStream(cluster: () => Cluster): void {
  let headers: { 'xc-token': string }

  beforeAll(async () => {
    const [first] = cluster().instances as [Instance]
    const people = peopleAs(first.call, await newOwner(first.server, first.call))
    const machine = { kind: 'machine', display_name: 'Gate', role: 'service' }
    const { id } = (await people.post('', machine)).body
    headers = { 'xc-token': (await people.post(`/${id}/token`, { name: 'gate' })).body.token }
  })

  const addresses = () => cluster().instances.map(({ address }) => address)

  /** Creates and deletes a token again and again, each through some instance. */
  async function revokeAgainAndAgain(times: number, tick: () => void): Promise<void> {
    const { authToken } = await signUp(cluster().any().call)
    const owned = { headers: { 'xc-auth': authToken } }
    for (let i = 0; i < times; i += 1) {
      const { id } = await createToken(cluster().any().call, authToken)
      const { status } = await cluster().any().call('DELETE', `/api/v1/tokens/${id}`, owned)
      expect(status).toBe(200)
      tick()
    }
  }

  /** Every deletion since a row, in the order of the commits. */
  async function deletionsAfter(id: string): Promise<string[]> {
    const rows = await askDatabase(
      (cluster().instances[0] as Instance).server,
      `SELECT "sequence" || '.' || "id" AS "event" FROM "Activity"
       WHERE "action" = 'token_deleted' AND "sequence" > ${id.split('.')[0]} ORDER BY "sequence"`,
    )
    return rows.map(({ event }) => String(event))
  }

  async function expectEachOnce(roamers: Roamer[], before: string): Promise<void> {
    const expected = await deletionsAfter(before)
    const last = expected.at(-1) ?? ''
    for (const roamer of roamers) {
      await roamer.finish(last)
      expect(roamer.events().every(({ event }) => event === 'revocation')).toBe(true)
      expect(roamer.events().map(({ id }) => id)).toEqual(expected)
    }
  }

  test('receivers that are cut, slowed and moved hear each revocation once, in order', async () => {
    const probe = await receive(cluster().any().address, headers)
    const before = probe.lastId()
    probe.cut()
    const roamers = await Promise.all([1, 3, 7, 20].map((stay) => roam(addresses(), headers, stay)))
    const slow = await roam(addresses(), headers, 10)
    let done = 0
    const tick = () => {
      done += 1
      if (done % 20 === 10) slow.pause()
      if (done % 20 === 0) slow.goOn()
    }
    const each = Math.ceil(revocations / users)
    await Promise.all(Array.from({ length: users }, () => revokeAgainAndAgain(each, tick)))
    slow.goOn()
    expect(await deletionsAfter(before)).toHaveLength(each * users)
    await expectEachOnce([...roamers, slow], before)
    expect(roamers[0]?.cuts()).toBeGreaterThan(revocations / 2)
  })

  test('an instance that stops ends its streams first, and its receivers miss nothing', async () => {
    const roamers = await Promise.all(
      addresses().map((address) =>
        roam([address, ...addresses()], headers, Number.POSITIVE_INFINITY),
      ),
    )
    const probe = await receive(cluster().any().address, headers)
    const before = probe.lastId()
    probe.cut()
    const [first] = cluster().instances as [Instance]
    await Promise.all([
      first.restart(),
      (async () => {
        const others = cluster().instances.slice(1)
        const { authToken } = await signUp((others[0] as Instance).call)
        for (let i = 0; i < 20; i += 1) {
          const { call } = others[i % 2] as Instance
          const { id } = await createToken(call, authToken)
          await call('DELETE', `/api/v1/tokens/${id}`, { headers: { 'xc-auth': authToken } })
        }
      })(),
    ])
    await expectEachOnce(roamers, before)
  })

  test('a revocation of which the database gives no notice is heard all the same', async () => {
    const receivers = await Promise.all(addresses().map((address) => receive(address, headers)))
    const { server } = cluster().instances[0] as Instance
    const [userId, tokenId] = [randomUUID(), randomUUID()]
    const columns =
      '"id", "at", "userId", "email", "action", "credential", "address", "userAgent", "detail"'
    await changeDatabase(
      server,
      `INSERT INTO "Activity" (${columns}) VALUES (?, now(), ?, 'a@example.com', 'token_deleted', 'session', '', '', ?)`,
      { parameters: [randomUUID(), userId, { token_id: tokenId }] },
    )
    for (const receiver of receivers) {
      const { data } = await receiver.until((heard) => heard.data.user_id === userId)
      expect(data).toMatchObject({ kind: 'api_token', token_id: tokenId })
      receiver.cut()
    }
  })
}
