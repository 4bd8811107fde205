/* The cases of bench:revocation: installations, and the events meanwhile. */
import { startPostgres } from '../../scripts/postgres.mjs'
import { makeFolder, remove } from './processes.mjs'
import { killed, paused, shiftedClock, silent, startWith } from './revocation-faults.mjs'
import { openKinds } from './revocation-kinds.mjs'
import { openAskers, revokeOnce } from './revocation-round.mjs'
import { openWebSocket, startService } from './websocket-service.mjs'

const quiet = { connections: 1, pauseMs: 2 }
const busy = { connections: 8, pauseMs: 0 }

/** With one address, as many connections as reach every process behind it. */
const spread = { quiet: { ...quiet, connections: 6 }, busy: { ...busy, connections: 24 } }

const installations = {
  one: { title: 'one process', count: 1, settings: {}, load: { quiet, busy } },
  three: {
    title: 'three processes on one port',
    count: 1,
    settings: { WEB_CONCURRENCY: '3' },
    load: spread,
  },
  instances: {
    title: 'three instances on PostgreSQL',
    count: 3,
    shared: true,
    settings: { JETON_LEASES: 'off' },
    load: { quiet, busy },
  },
  leases: {
    title: 'three instances on PostgreSQL, with leases',
    count: 3,
    shared: true,
    settings: { JETON_LEASES: 'on' },
    load: { quiet, busy },
  },
}

const events = {
  quiet: { title: 'quiet', load: 'quiet' },
  busy: { title: 'all of them verifying', load: 'busy' },
  clock: { title: 'a clock an hour behind, one an hour ahead', load: 'quiet', clocks: [0, -1, 1] },
  paused: { title: 'one of them paused', load: 'quiet', fault: paused },
  killed: { title: 'one of them killed', load: 'quiet', fault: killed },
  stream: { title: 'until a WebSocket is closed', load: 'quiet', isStream: true },
  silent: { title: 'every notice lost', load: 'quiet', fault: silent },
}

/** Faults need a second instance, and take seconds each: this share of the rounds. */
const faultShare = 1 / 25

const eventsOf = ({ shared }) => Object.entries(events).filter(([, { fault }]) => shared || !fault)

export const cases = Object.entries(installations).flatMap(([installation, described]) =>
  eventsOf(described).map(([event, { title, fault }]) => ({
    name: `${installation}-${event}`,
    installation,
    event,
    title: `${described.title}, ${title}`,
    share: fault ? faultShare : 1,
  })),
)

/**
 * Measures one case on an installation of its own.
 * @param rounds how often an access is taken away, in the four ways by turns
 * @returns the rounds, with the name of their way
 */
export async function measureCase({ installation, event, share }, rounds) {
  const server = await open(installations[installation], events[event])
  try {
    const { kinds, receiverToken } = await openKinds(server.instances[0].address)
    const { load, fault, isStream } = events[event]
    const count = Math.max(4, Math.ceil(rounds * share))
    if (isStream) return await measureStream(server, { kinds, receiverToken, count })
    const measured = []
    for (let turn = 0; turn < count; turn += 1)
      measured.push(
        await measureRound(server, kinds[turn % kinds.length], {
          load: installations[installation].load[load],
          fault: fault?.(server),
          turn,
        }),
      )
    return measured
  } finally {
    await server.close()
  }
}

/**
 * A service receives the stream of the last instance, and each instance takes its turn to end what
 * has opened a WebSocket there.
 */
async function measureStream({ instances }, { kinds, receiverToken, count }) {
  const streamed = kinds.filter(({ isStreamed }) => isStreamed)
  const service = await startService(instances.at(-1).address, receiverToken)
  const measured = []
  try {
    for (let turn = 0; turn < count; turn += 1) {
      const { name, prepare } = streamed[turn % streamed.length]
      const { request, end } = await prepare()
      const { closedAt } = await openWebSocket(service.address, request.header)
      const begunAt = performance.now()
      await end(instances[turn % instances.length].address)
      const answeredMs = performance.now() - begunAt
      measured.push({ kind: name, completedMs: (await closedAt) - begunAt, answeredMs, stale: 0 })
    }
    return measured
  } finally {
    await service.stop()
  }
}

/** Each instance takes its turn to end the access, except for one that a fault hits. */
async function measureRound({ instances }, kind, { load, fault, turn }) {
  const { request, end } = await kind.prepare()
  const askers = await openAskers(
    instances.map(({ address }) => address),
    load,
  )
  const able = fault ? instances.slice(0, -1) : instances
  try {
    const at = able[turn % able.length].address
    return {
      kind: kind.name,
      ...(await revokeOnce(askers, { request, end: () => end(at), ...fault })),
    }
  } finally {
    for (const asker of askers) asker.close()
  }
}

async function open({ count, shared, settings }, { clocks = [0] }) {
  const folder = makeFolder()
  const postgres = shared && (await startPostgres())
  const url = postgres && (await postgres.createDatabase())
  const common = { ...settings, ...(url && { DATABASE_URL: url }) }
  const settingsOf = (i) => ({
    ...common,
    ...(clocks[i % clocks.length] && shiftedClock(folder, clocks[i % clocks.length])),
  })
  const close = async (instances) => {
    await Promise.all(instances.map((instance) => instance.stop()))
    await postgres?.remove()
    remove(folder)
  }
  try {
    const instances = await startWith(
      folder,
      Array.from({ length: count }, (_, i) => settingsOf(clocks.length > count ? i + 1 : i)),
    )
    return {
      instances,
      database: postgres && { query: (text) => postgres.query(text, [], url) },
      startAnother: async () => (await startWith(folder, [common]))[0],
      close: () => close(instances),
    }
  } catch (error) {
    await close([])
    throw error
  }
}
