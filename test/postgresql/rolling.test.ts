import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Call, clientOf, createToken, signUp } from '@/test/support/client'
import { type Cluster, startBalancer, startCluster } from '@/test/support/cluster'
import type { Program } from '@/test/support/proxy'

/*
 * A rolling upgrade interrupts nothing: three instances end and start again, one after the other,
 * behind the guide's nginx, under load.
 */

let cluster: Cluster
let balancer: Program
let call: Call
let authToken: string
let token: string

beforeAll(async () => {
  cluster = await startCluster(3, { settings: { JETON_STOP_DELAY: '1s' } })
  balancer = await startBalancer(cluster.instances)
  call = clientOf(balancer.address)
  ;({ authToken } = await signUp(call))
  token = (await createToken(call, authToken)).token
})
afterAll(async () => {
  await balancer?.stop()
  await cluster?.stop()
})

const requests: (() => ReturnType<Call>)[] = [
  () => call('GET', '/api/v1/verify', { headers: { 'xc-token': token } }),
  () => call('GET', '/api/v1/verify', { headers: { 'xc-auth': authToken } }),
  () => call('GET', '/api/v1/auth/user/me', { headers: { 'xc-token': token } }),
  () => call('GET', '/sign-in'),
  () =>
    call('PATCH', '/api/v1/user/profile', {
      headers: { 'xc-auth': authToken },
      json: { theme: 'dark' },
    }),
]

/**
 * The status that nginx returns for a write whose connection ended before the answer. Unlike a
 * read, it must not be sent again by a proxy; its client repeats it.
 */
const answerLost = /\b50[24] is not documented/

test('a rolling restart under load: not one read fails, and no write that is repeated', async () => {
  let isOver = false
  const failed: string[] = []
  const answered = requests.map(() => 0)
  const write = requests.length - 1
  let repeated = 0
  const keepAsking = async (request: () => ReturnType<Call>, i: number) => {
    while (!isOver) {
      const { status, text } = await request().catch((error) => ({
        status: 0,
        text: String(error),
      }))
      if (status === 200) answered[i] = (answered[i] ?? 0) + 1
      else if (i === write && answerLost.test(text)) repeated += 1
      else failed.push(`request ${i}: ${status} ${text.slice(0, 200)}`)
    }
  }
  const asking = requests.flatMap((request, i) => [keepAsking(request, i), keepAsking(request, i)])
  for (const instance of cluster.instances) await instance.restart()
  isOver = true
  await Promise.all(asking)
  expect(failed).toEqual([])
  expect(repeated).toBeLessThan(answered[write] ?? 0)
  expect(answered.every((count) => count > 0)).toBe(true)
})
