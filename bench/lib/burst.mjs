/*
 * Measures whether password checks delay verification: p99 when idle, and while 50 sign-ins are in
 * flight.
 */
import { startJeton } from './processes.mjs'
import { call } from './request.mjs'
import { median } from './summary.mjs'
import { send } from './wrk.mjs'

const signIns = 50
const path = '/api/v1/auth/user/signin'
const credentials = { email: 'user-00000000@example.com', password: 'correct horse battery staple' }

/** @returns the medians of all rounds: p99 in microseconds, and sign-ins per second */
export async function measureBurst({ wrk, rounds, seconds, connections, seeded }) {
  const { dataDir, token } = seeded.api
  const server = await startJeton(dataDir, { JETON_RATE_LIMIT: 'off' })
  const traffic = { path: '/api/v1/verify', header: 'xc-token', value: token }
  const ask = () => send(wrk, server.address, { traffic, connections, seconds })
  try {
    await ask()
    const measured = []
    for (let i = 0; i < rounds; i += 1) {
      const quiet = await ask()
      const stop = keepSigningIn(server.address)
      const burst = await ask()
      measured.push({ quiet, burst, signInsPerSecond: await stop() })
    }
    return summarizeBurst(measured)
  } finally {
    await server.stop()
  }
}

function summarizeBurst(measured) {
  const of = (pick) => median(measured.map(pick))
  return {
    signIns,
    quietP99: of(({ quiet }) => quiet.p99),
    burstP99: of(({ burst }) => burst.p99),
    p99Ratio: of(({ quiet, burst }) => burst.p99 / quiet.p99),
    quietPerSecond: of(({ quiet }) => quiet.perSecond),
    burstPerSecond: of(({ burst }) => burst.perSecond),
    signInsPerSecond: of(({ signInsPerSecond }) => signInsPerSecond),
    refused: measured.reduce((sum, { quiet, burst }) => sum + quiet.refused + burst.refused, 0),
  }
}

/**
 * Keeps a constant number of sign-ins in flight: each response triggers the next request.
 * @returns a function that stops the load and returns sign-ins per second
 */
function keepSigningIn(address) {
  const begin = performance.now()
  let isOver = false
  let done = 0
  const keep = async () => {
    while (!isOver) {
      await call(address + path, { method: 'POST', body: credentials })
      done += 1
    }
  }
  const all = Promise.all(Array.from({ length: signIns }, keep))
  return async () => {
    const perSecond = done / ((performance.now() - begin) / 1000)
    isOver = true
    await all
    return perSecond
  }
}
