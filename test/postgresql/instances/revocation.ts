import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Call, createToken, signIn, signUp } from '@/test/support/client'
import { type Cluster, type Instance, startBalancer } from '@/test/support/cluster'
import { Hammer, type Hammering, type Statuses } from '@/test/support/hammer'
import { newOwner, peopleAs } from '@/test/support/people'
import type { Program } from '@/test/support/proxy'
import { receive } from '@/test/support/receiver'
import { revocationRounds } from '@/test/support/rounds'
import { leaseMs } from '@/verifier/postgres/lease-state'

/*
 * No stale positive result across instances: a credential that was revoked through one of three is
 * refused by all of them, and by the nginx in front of them, to every request that is sent after
 * the revocation was answered.
 */

/** Users who revoke at the same time, each asking on connections of their own. */
const userCount = 4

interface User {
  email: string
  authToken: string
  /** One for each instance, and one for the nginx. */
  hammers: Hammer[]
}

export function testRevocation(cluster: () => Cluster, leases: 'on' | 'off'): void {
  let balancer: Program
  let users: User[]
  let authToken: string

  beforeAll(async () => {
    const { instances, any } = cluster()
    balancer = await startBalancer(instances)
    const addresses = [...instances.map(({ address }) => address), balancer.address]
    users = await Promise.all(
      Array.from({ length: userCount }, async () => ({
        ...(await signUp(any().call)),
        hammers: await Promise.all(addresses.map((address) => Hammer.connect(address, 2))),
      })),
    )
    ;({ authToken } = await signUp(any().call))
  })
  afterAll(async () => {
    for (const hammer of (users ?? []).flatMap(({ hammers }) => hammers)) hammer.close()
    await balancer?.stop()
  })

  const succeeds = async (answer: ReturnType<Call>) => expect((await answer).status).toBe(200)

  async function newToken(through = cluster().any(), owner = authToken) {
    const { id, token } = await createToken(through.call, owner)
    const headers = { 'xc-auth': owner }
    return {
      id,
      header: `xc-token: ${token}`,
      deleteAt: ({ call }: Instance) =>
        succeeds(call('DELETE', `/api/v1/tokens/${id}`, { headers })),
    }
  }

  async function newSession({ email }: User) {
    const headers = { 'xc-auth': await signIn(cluster().any().call, email) }
    return {
      header: `xc-auth: ${headers['xc-auth']}`,
      logOutAt: ({ call }: Instance) =>
        succeeds(call('POST', '/api/v1/auth/user/signout', { headers })),
    }
  }

  function expectNoStaleYes(all: Hammering[]): void {
    const sum = (phase: keyof Hammering) =>
      all.flatMap((each) => Object.entries(each[phase])).filter(([, count]) => count > 0)
    expect(new Set(sum('after').map(([status]) => status))).toEqual(new Set(['401']))
    expect(sum('before').some(([status]) => status === '200')).toBe(true)
    expect(sum('before').filter(([status]) => !['200', '401'].includes(status))).toEqual([])
  }

  test(`${revocationRounds} deletes and log outs through any instance`, async () => {
    const all: Hammering[] = []
    let begun = 0
    const take = async (user: User) => {
      for (; begun < revocationRounds; ) {
        begun += 1
        if (begun % 2 === 0) {
          const { header, deleteAt } = await newToken(cluster().any(), user.authToken)
          all.push(
            ...(await Hammer.allWhile(user.hammers, header, () => deleteAt(cluster().any()))),
          )
        } else {
          const { header, logOutAt } = await newSession(user)
          all.push(
            ...(await Hammer.allWhile(user.hammers, header, () => logOutAt(cluster().any()))),
          )
        }
      }
    }
    await Promise.all(users.map(take))
    expectNoStaleYes(all)
  })

  test('10 users who are disabled through any instance, and enabled again', async () => {
    const [first] = cluster().instances as [Instance]
    const [user] = users as [User]
    const owner = await newOwner(first.server, first.call)
    const people = () => peopleAs(cluster().any().call, owner)
    const { body: machine } = await people().post('', { kind: 'machine', display_name: 'Robot' })
    const { body: made } = await people().post(`/${machine.id}/token`, { name: 'deploy' })
    const header = `xc-token: ${made.token}`
    const all: Hammering[] = []
    for (let round = 0; round < 10; round += 1) {
      await succeeds(people().patch(`/${machine.id}`, { disabled: false }))
      for (const instance of cluster().instances) await expectYes(instance, header)
      const disable = () => succeeds(people().patch(`/${machine.id}`, { disabled: true }))
      all.push(...(await Hammer.allWhile(user.hammers, header, disable)))
    }
    expectNoStaleYes(all)
  })

  async function expectYes({ call }: Instance, header: string): Promise<void> {
    const { status } = await call('GET', '/api/v1/verify', { headers: headersOf(header) })
    expect(status).toBe(200)
  }

  test('an instance that is paused while something is revoked refuses it when it wakes', async () => {
    const [paused, other] = cluster().instances as [Instance, Instance]
    for (let round = 0; round < 3; round += 1) {
      const { header, deleteAt } = await newToken()
      const late = await Hammer.connect(paused.address, 8)
      expect(await late.askAll([header][Symbol.iterator]())).toEqual({ 200: 1 })
      let answers: Promise<Statuses>
      process.kill(paused.server.pid, 'SIGSTOP')
      try {
        await deleteAt(other)
        // Sent after the answer, while the instance is suspended: they wait for it in the socket.
        answers = late.askAll(Array(8).fill(header)[Symbol.iterator]())
        await setTimeout(50)
      } finally {
        process.kill(paused.server.pid, 'SIGCONT')
      }
      expect(await answers).toEqual({ 401: 8 })
      late.close()
    }
  })

  test('a token or a session that its holder ends through any instance is refused by all', async () => {
    const [user] = users as [User]
    const all: Hammering[] = []
    for (let round = 0; round < 10; round += 1) {
      const { header } =
        round % 2 === 0 ? await newToken(cluster().any(), user.authToken) : await newSession(user)
      const body = new URLSearchParams({ token: header.split(': ')[1] ?? '' })
      const revoke = () => succeeds(cluster().any().call('POST', '/api/v1/revoke', { body }))
      all.push(...(await Hammer.allWhile(user.hammers, header, revoke)))
    }
    expectNoStaleYes(all)
  })

  if (leases === 'on')
    test('the stream announces the end of a token when no instance accepts it any more', async () => {
      const [paused, other] = cluster().instances as [Instance, Instance]
      const { headers } = await newOwner(other.server, other.call)
      const receiver = await receive(other.address, headers)
      const { deleteAt } = await newToken(other)
      process.kill(paused.server.pid, 'SIGSTOP')
      const from = performance.now()
      const deleted = deleteAt(other)
      try {
        await receiver.until(({ data }) => data.reason === 'token_deleted')
      } finally {
        process.kill(paused.server.pid, 'SIGCONT')
      }
      const after = performance.now() - from
      await deleted
      receiver.cut()
      // The paused instance could answer until then, and cannot say that it does not.
      expect(after).toBeGreaterThan(leaseMs)
    })

  if (leases === 'on')
    test('an instance that is killed delays one revocation, and no other', async () => {
      const [killed, other] = cluster().instances as [Instance, Instance]
      const first = await newToken()
      await killed.server.stop('SIGKILL')
      let header: string
      try {
        await first.deleteAt(other)
        // The first revocation waited for its lease, which is now gone: the next one waits for no
        // instance.
        const leases = await cluster().query('SELECT FROM "Lease"')
        expect(leases).toHaveLength(cluster().instances.length - 1)
        const second = await newToken(other)
        header = second.header
        await second.deleteAt(other)
      } finally {
        await killed.restart()
      }
      const headers = headersOf(header)
      expect((await killed.call('GET', '/api/v1/verify', { headers })).status).toBe(401)
    })

  test.each([
    ['a token that is deleted', 'DELETE FROM "ApiToken" WHERE "id" ='],
    ['a token whose secret is deleted', 'DELETE FROM "ApiTokenSecret" WHERE "tokenId" ='],
    [
      'a token whose digest is changed',
      `UPDATE "ApiTokenSecret" SET "digest" = 'x' WHERE "tokenId" =`,
    ],
  ])('%s in psql is refused within a moment', async (_, statement) => {
    const { id, header, deleteAt } = await newToken()
    const ask = async ({ call }: Instance) =>
      (await call('GET', '/api/v1/verify', { headers: headersOf(header) })).status
    for (const instance of cluster().instances) expect(await ask(instance)).toBe(200)
    await cluster().query(`${statement} '${id}'`)
    for (const instance of cluster().instances) await expect.poll(() => ask(instance)).toBe(401)
    if (!statement.includes('"ApiToken"')) await deleteAt(cluster().any())
  })

  function headersOf(header: string): Record<string, string> {
    const [name = '', value = ''] = header.split(': ')
    return { [name]: value }
  }

  test('all instances answer with a name that was changed through one', async () => {
    const { header, deleteAt } = await newToken()
    const ask = ({ call }: Instance) =>
      call('GET', '/api/v1/verify', { headers: headersOf(header) })
    for (const display_name of ['Ada', 'Grace', 'Hedy']) {
      for (const instance of cluster().instances) await ask(instance)
      await cluster()
        .any()
        .call('PATCH', '/api/v1/user/profile', {
          headers: { 'xc-auth': authToken },
          json: { display_name },
        })
      for (const instance of cluster().instances)
        expect((await ask(instance)).headers.get('remote-name')).toBe(display_name)
    }
    await deleteAt(cluster().any())
  })

  test('20 creates at once, spread over three instances, make one token', async () => {
    const own = await signUp(cluster().any().call)
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        (cluster().instances[i % 3] as Instance).call('POST', '/api/v1/tokens', {
          headers: { 'xc-auth': own.authToken },
          json: { name: `token ${i}` },
        }),
      ),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(19).fill(409)])
    const list = await cluster()
      .any()
      .call('GET', '/api/v1/tokens', { headers: { 'xc-auth': own.authToken } })
    expect(list.body.list).toHaveLength(1)
  })
}
