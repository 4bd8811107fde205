/* Instances on one database, which are started, measured and stopped as if they were one server. */
import { startJeton } from './processes.mjs'
import { send } from './wrk.mjs'

/** @param data the data set whose data folder and settings the instances share */
export async function startInstances(count, { dataDir, settings: common }, settings) {
  const instances = []
  const stop = async () => {
    await Promise.all(instances.map((instance) => instance.stop()))
  }
  try {
    while (instances.length < (count ?? 1))
      instances.push(await startJeton(dataDir, { ...common, ...settings }))
  } catch (error) {
    await stop()
    throw error
  }
  return { ...instances[0], instances, stop }
}

export const instancesOf = (server) => server.instances ?? [server]

/**
 * Sends the load from one wrk process per instance; each process gets an equal share of the
 * connections.
 * @returns the sums over all instances; latencies are those of the slowest one
 */
export async function sendToAll(wrk, server, { connections, ...load }) {
  const instances = instancesOf(server)
  const share = Math.ceil(connections / instances.length)
  const results = await Promise.all(
    instances.map(({ address }) => send(wrk, address, { ...load, connections: share })),
  )
  const sum = (key) => results.reduce((total, each) => total + each[key], 0)
  const summed = ['requests', 'bytes', 'refused', 'failed', 'perSecond']
  const slowest = (key) => Math.max(...results.map((each) => each[key]))
  return {
    ...Object.fromEntries(summed.map((key) => [key, sum(key)])),
    p50: slowest('p50'),
    p99: slowest('p99'),
  }
}
