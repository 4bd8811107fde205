/*
 * Measures how long a delete takes until no instance can answer from its cache:
 * docs/decisions/0018-leases.md.
 */
import { sendToAll, startInstances } from './instances.mjs'
import { startJeton } from './processes.mjs'
import { randomTokens } from './verify-cases.mjs'
import { createAndDelete } from './writer.mjs'

const quietDeletes = 200
const loadSeconds = 6
const loadConnections = 64
/**
 * How often an instance is paused or killed, and how many deletes follow the first one each time.
 */
const repetitions = 3
const following = 10

/**
 * Measures deletes by one of two instances that hold leases.
 * @returns durations in milliseconds, in the order of measurement, by what happened at the same
 * time
 */
export async function measureDeletes({ wrk, seeded: { main } }) {
  console.error('Measuring deletes …')
  const [authToken] = main.authTokens
  const alone = await withInstances(1, main, { JETON_LEASES: 'off' }, ({ address }) =>
    deletes(quietDeletes, address, authToken),
  )
  return withInstances(2, main, { JETON_LEASES: 'on' }, async (server) => {
    const { address, instances } = server
    const other = instances[1]
    await leasesAre(main, 2)
    await deletes(following, address, authToken)
    const stopObserving = await main.observe(server)
    const quiet = await deletes(quietDeletes, address, authToken)
    const { databaseMs } = await stopObserving()
    const loaded = await underLoad(server, { wrk, main, authToken })
    const paused = await repeatedly(main, async () => {
      process.kill(other.pid, 'SIGSTOP')
      // A paused process would not react to the signal that stops it.
      return deletes(1 + following, address, authToken).finally(() =>
        process.kill(other.pid, 'SIGCONT'),
      )
    })
    const killed = await repeatedly(main, async () => {
      await instances[1].stop('SIGKILL')
      const times = await deletes(1 + following, address, authToken)
      instances[1] = await startJeton(main.dataDir, {
        ...main.settings,
        JETON_LEASES: 'on',
      })
      return times
    })
    return {
      databaseMsPerDelete: databaseMs / quietDeletes,
      times: [
        ['one instance, leases off', alone],
        ['two instances, quiet', quiet],
        ['two instances, both verifying all they can', loaded],
        ['the other one paused: the first delete', paused.first],
        ['the other one paused: the next ones', paused.following],
        ['the other one killed: the first delete', killed.first],
        ['the other one killed: the next ones', killed.following],
      ],
    }
  })
}

async function withInstances(count, main, settings, work) {
  const server = await startInstances(count, main, settings)
  try {
    return await work(server)
  } finally {
    await server.stop()
  }
}

async function deletes(count, address, authToken) {
  const times = []
  while (times.length < count) times.push(await createAndDelete(address, authToken))
  return times
}

async function underLoad(server, { wrk, main, authToken }) {
  const load = { traffic: randomTokens(main), connections: loadConnections, seconds: loadSeconds }
  let isOver = false
  const end = sendToAll(wrk, server, load).finally(() => {
    isOver = true
  })
  const times = []
  while (!isOver) times.push(await createAndDelete(server.address, authToken))
  await end
  return times
}

async function repeatedly(main, work) {
  const rounds = []
  while (rounds.length < repetitions) {
    rounds.push(await work())
    await leasesAre(main, 2)
  }
  return {
    first: rounds.map(([first]) => first),
    following: rounds.flatMap(([, ...others]) => others),
  }
}

/**
 * Waits until this number of instances hold a lease.
 * @throws after 200 polls, 50 ms apart
 */
async function leasesAre(main, count) {
  for (let tries = 0; tries < 200; tries += 1) {
    if ((await main.leases()) === count) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`there are not ${count} leases`)
}
