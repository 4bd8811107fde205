import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Call, callerOf, createToken, signUp } from '@/test/support/client'
import {
  balancerNames,
  type Cluster,
  type Instance,
  startBalancer,
  startCluster,
} from '@/test/support/cluster'
import type { Program } from '@/test/support/proxy'

/*
 * A rolling upgrade interrupts nothing: three instances end and start again, one after the other,
 * behind each of the guide's proxies, under load.
 */

/** The guide's. */
const settings = { JETON_STOP_DELAY: '5s' }
/** Between the requests of one client. */
const pauseMs = 60

let cluster: Cluster
let proxies: [name: string, program: Program][]
let authToken: string
let token: string

beforeAll(async () => {
  cluster = await startCluster(3, { settings })
  const { call } = cluster.any()
  ;({ authToken } = await signUp(call))
  token = (await createToken(call, authToken)).token
  await Promise.all(cluster.instances.map(loadCode))
  proxies = await Promise.all(
    balancerNames.map(
      async (name): Promise<[string, Program]> => [
        name,
        await startBalancer(cluster.instances, name),
      ],
    ),
  )
})
afterAll(async () => {
  for (const [, proxy] of proxies ?? []) await proxy.stop()
  await cluster?.stop()
})

const asToken = () => ({ headers: { 'xc-token': token } })
const asUser = () => ({ headers: { 'xc-auth': authToken } })

const requests: Record<string, (call: Call) => ReturnType<Call>> = {
  'GET verify': (call) => call('GET', '/api/v1/verify', asToken()),
  'POST verify': (call) => call('POST', '/api/v1/verify', { ...asToken(), json: {} }),
  'GET me': (call) => call('GET', '/api/v1/auth/user/me', asToken()),
  'GET a page': (call) => call('GET', '/sign-in'),
  'POST a new auth token': (call) => call('POST', '/api/v1/auth/token', asUser()),
  'PATCH the profile': (call) =>
    call('PATCH', '/api/v1/user/profile', { ...asUser(), json: { theme: 'dark' } }),
}

/**
 * All three instances have just started, and load the app's code with their first requests. On a
 * busy machine, all of them would answer the proxies' health checks too late.
 */
const loadCode = ({ call }: Instance) =>
  Promise.all(Object.values(requests).map((ask) => ask(call)))

test('a rolling restart under load fails no request, behind any of the proxies', async () => {
  let isOver = false
  const failed: string[] = []
  const answered: Record<string, number> = {}
  const keepAsking = async (proxy: string, address: string, kind: string) => {
    const call = callerOf(address)
    while (!isOver) {
      const status = await requests[kind]?.(call).then((answer) => answer.status, String)
      if (status !== 200) failed.push(`${proxy}, ${kind}: ${status}`)
      answered[`${proxy}, ${kind}`] = (answered[`${proxy}, ${kind}`] ?? 0) + 1
      await setTimeout(pauseMs)
    }
  }
  const asking = proxies.flatMap(([name, { address }]) =>
    Object.keys(requests).map((kind) => keepAsking(name, address, kind)),
  )
  for (const instance of cluster.instances) await instance.restart()
  isOver = true
  await Promise.all(asking)
  expect(failed).toEqual([])
  expect(Object.keys(answered)).toHaveLength(proxies.length * Object.keys(requests).length)
})
