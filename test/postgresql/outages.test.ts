import pg from 'pg'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { type Postgres, startPostgres } from '@/scripts/postgres.mjs'
import { createToken, signIn, signUp } from '@/test/support/client'
import { type Cluster, type Instance, startCluster } from '@/test/support/cluster'
import { Network } from '@/test/support/network'
import { startStandby } from '@/test/support/standby'

/*
 * PostgreSQL restarts, hangs behind a network that drops everything, has no connection left, fails
 * over: instances fail closed, never open, and recover by themselves.
 */

const maxConnections = 40
const flags = ['-c', `max_connections=${maxConnections}`]

let postgres: Postgres
let cluster: Cluster
let network: Network
let instance: Instance
let email: string
let authToken: string
let token: string

beforeAll(async () => {
  postgres = await startPostgres({ flags })
  network = await Network.to(postgres.port)
  const url = Object.assign(new URL(await postgres.createDatabase()), { port: `${network.port}` })
  cluster = await startCluster(1, { settings: { JETON_LEASES: 'on' }, databaseUrl: url.href })
  instance = cluster.instances[0] as Instance
  ;({ email, authToken } = await signUp(instance.call))
  token = (await createToken(instance.call, authToken)).token
})
afterEach(async () => {
  await becomes(200)
  await vi.waitUntil(async () => (await me()).status === 200, { timeout: 60_000, interval: 50 })
  expect((await instance.call('GET', '/api/ready')).status).toBe(200)
})
afterAll(async () => {
  await cluster?.stop()
  network?.close()
  await postgres?.remove()
})

const verify = (credential = token) =>
  instance.call('GET', '/api/v1/verify', { headers: { 'xc-token': credential } })
const me = () => instance.call('GET', '/api/v1/auth/user/me', { headers: { 'xc-token': token } })

const becomes = (status: number) =>
  vi.waitUntil(async () => (await verify()).status === status, { timeout: 60_000, interval: 50 })

async function expectClosed(): Promise<void> {
  await becomes(503)
  const answer = await verify()
  expect(answer.status).toBe(503)
  expect(answer.headers.get('remote-user')).toBeNull()
  expect((await me()).status).toBe(503)
  expect((await instance.call('GET', '/api/ready')).status).toBe(503)
  expect((await instance.call('GET', '/api/health')).status).toBe(200)
  expect((await verify('jtn_malformed')).status).toBe(401)
}

const connectionsOf = async () => {
  const [row] = await postgres.query(
    "SELECT count(*)::int AS count FROM pg_stat_activity WHERE application_name = 'jeton-server'",
  )
  return row?.count as number
}

test('stopped and started again: closed meanwhile, open again, and no connection is left over', async () => {
  const before = await connectionsOf()
  for (let i = 0; i < 2; i += 1) {
    await postgres.stop()
    await expectClosed()
    await postgres.start()
    await becomes(200)
  }
  expect(await connectionsOf()).toBeLessThanOrEqual(Math.max(before, 16))
})

test('a network that swallows everything: no yes from memory once the lease has run out', async () => {
  expect((await verify()).status).toBe(200)
  network.swallow()
  await becomes(503)
  expect((await verify()).status).toBe(503)
  network.lead()
})

test('without a free connection requests are answered 503, and succeed when there is one', async () => {
  const [row] = await postgres.query('SELECT count(*)::int AS count FROM pg_stat_activity')
  const clients: pg.Client[] = []
  for (let i = row?.count as number; i < maxConnections + 5; i += 1) {
    const client = new pg.Client(postgres.url())
    client.on('error', () => {})
    if (
      !(await client.connect().then(
        () => true,
        () => false,
      ))
    )
      break
    clients.push(client)
  }
  const answers = await Promise.all(Array.from({ length: 40 }, () => me()))
  expect(answers.every(({ status }) => [200, 503].includes(status))).toBe(true)
  for (const client of clients) await client.end()
})

test('a failover to a synchronous standby loses nothing that was acknowledged, and brings back nothing that was revoked', async () => {
  const standby = await startStandby(postgres, flags)
  try {
    const headers = { 'xc-auth': await signIn(instance.call, email) }
    const own = await signUp(instance.call)
    const gone = await createToken(instance.call, own.authToken)
    expect((await verify(gone.token)).status).toBe(200)
    await instance.call('DELETE', `/api/v1/tokens/${gone.id}`, {
      headers: { 'xc-auth': own.authToken },
    })
    const kept = await createToken(instance.call, own.authToken)
    await postgres.crash()
    await expectClosed()
    await standby.promote()
    network.lead(standby.port)
    await becomes(200)
    expect((await verify(kept.token)).status).toBe(200)
    expect((await verify(gone.token)).status).toBe(401)
    expect((await instance.call('GET', '/api/v1/sessions', { headers })).status).toBe(200)
    await instance.call('DELETE', `/api/v1/tokens/${kept.id}`, {
      headers: { 'xc-auth': own.authToken },
    })
    expect((await verify(kept.token)).status).toBe(401)
  } finally {
    await postgres.start()
    network.lead(postgres.port)
    await standby.remove()
  }
})
