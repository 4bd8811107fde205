import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Call, callerOf, clientOf, createToken, password, signUp } from '@/test/support/client'
import {
  failToStart,
  freePort,
  makeDataDir,
  removeDataDir,
  type Server,
  startServer,
} from '@/test/support/server'

/* GET /metrics: events are summed over all processes, and never served on the public port. */

let server: Server
let call: Call
let scrape: () => Promise<string>
let authToken: string
let token: string

beforeAll(async () => {
  const port = await freePort()
  server = await startServer({ WEB_CONCURRENCY: '2', JETON_METRICS_PORT: `${port}` })
  call = clientOf(server.address)
  scrape = async () => (await callerOf(`http://127.0.0.1:${port}`)('GET', '/metrics')).text
  ;({ authToken } = await signUp(call))
  ;({ token } = await createToken(call, authToken))
})
afterAll(() => server.stop())

/** @param series the name and the labels, as they are written */
const sample = (text: string, series: string) =>
  Number(
    text
      .split('\n')
      .find((line) => line.startsWith(`${series} `))
      ?.split(' ')[1],
  )

test('verifications are counted by outcome, over all processes', async () => {
  const before = await scrape()
  const ask = (headers: Record<string, string>) =>
    call('GET', '/api/v1/verify', { headers: { ...headers, connection: 'close' } })
  for (let i = 0; i < 10; i += 1) {
    await ask({ 'xc-token': token })
    await ask({ 'xc-token': `jtn_${'x'.repeat(36)}` })
    await ask({})
  }
  const after = await scrape()
  const grown = (series: string) => sample(after, series) - sample(before, series)
  expect(grown('jeton_verifications_total{outcome="accepted"}')).toBe(10)
  expect(grown('jeton_verifications_total{outcome="refused"}')).toBe(20)
  expect(grown('jeton_verification_seconds_count')).toBe(30)
  expect(grown('jeton_verification_seconds_bucket{le="+Inf"}')).toBe(30)
})

test('sign-ins, requests, the database and both event loops are there', async () => {
  const { body } = await call('GET', '/api/v1/auth/user/me', { headers: { 'xc-auth': authToken } })
  const signIn = (secret: string) =>
    call('POST', '/api/v1/auth/user/signin', { json: { email: body.email, password: secret } })
  await signIn(password)
  await signIn('not this one')
  const text = await scrape()
  expect(sample(text, 'jeton_sign_ins_total{outcome="accepted"}')).toBe(1)
  expect(sample(text, 'jeton_sign_ins_total{outcome="refused"}')).toBe(1)
  expect(sample(text, 'jeton_sign_ups_total{outcome="accepted"}')).toBe(1)
  expect(sample(text, 'jeton_database_ready')).toBe(1)
  const labels = 'method="POST",route="/api/v1/auth/user/signin",status="2xx"'
  expect(sample(text, `jeton_request_seconds_count{${labels}}`)).toBe(1)
  for (const thread of ['main', 'app']) {
    expect(sample(text, `jeton_event_loop_utilization{thread="${thread}"}`)).toBeGreaterThan(0)
  }
  expect(sample(text, 'process_resident_memory_bytes')).toBeGreaterThan(50_000_000)
})

test('it names nobody and no credential', async () => {
  const text = await scrape()
  for (const secret of [token, authToken, password, '@example.com'])
    expect(text).not.toContain(secret)
})

test('addresses that somebody invents make no series of their own', async () => {
  for (let i = 0; i < 5; i += 1) await call('GET', `/api/v1/tokens/${token}${i}`)
  const series = (await scrape())
    .split('\n')
    .filter((line) => /_request_seconds_count.*tokens\/:/.test(line))
  expect(series).toHaveLength(1)
})

test('the public port does not serve it, and what serves it serves nothing else', async () => {
  expect((await call('GET', '/metrics')).status).toBe(404)
  const [, port] = /"port":(\d+)/.exec(server.output()) ?? []
  const other = callerOf(`http://127.0.0.1:${port}`)
  for (const path of ['/', '/api/v1/verify', '/metrics/x'])
    expect((await other('GET', path)).status).toBe(404)
})

test('a port for metrics that is taken stops the start with one line', async () => {
  const dataDir = makeDataDir()
  const port = new URL(server.address).port
  const { code, output } = await failToStart({ JETON_DATA_DIR: dataDir, JETON_METRICS_PORT: port })
  removeDataDir(dataDir)
  expect(code).toBe(1)
  expect(output).toMatch(/^Jeton cannot start: JETON_METRICS_PORT is \d+/m)
})
