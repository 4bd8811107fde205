import { ask } from './answer.mjs'
import { instancesOf, sendToAll, startInstances } from './instances.mjs'
import { family, memory, startBare, startBareNext } from './processes.mjs'
import { receive } from './receiver.mjs'
import { startWriting } from './writer.mjs'

/** Idle time after a start before memory is read. */
const settleMs = 1_000

/** Measures cases one after the other. */
export async function measureAll(tests, context) {
  const measured = []
  for (const test of tests) {
    console.error(`Measuring ${test.name} …`)
    measured.push(await measure(test, context))
  }
  return measured
}

/**
 * Measures one case. All rounds use the same processes, unless the case asks for new ones in each
 * round.
 * @returns the measurements of each side, round by round
 */
async function measure(test, context) {
  if (!test.startedAnew) return measureTogether(test, context)
  const measured = []
  for (let i = 0; i < context.rounds; i += 1)
    measured.push(await measureTogether(test, { ...context, rounds: 1, firstRound: i }))
  const joined = Object.entries(measured[0].sides).map(([name, side]) => [
    name,
    { ...side, rounds: measured.flatMap(({ sides }) => sides[name].rounds) },
  ])
  return { name: test.name, sides: Object.fromEntries(joined) }
}

/**
 * Runs all sides at the same time and measures them in turns.
 * @param seeded the data sets, by name
 */
async function measureTogether(
  test,
  { wrk, rounds, firstRound = 0, seconds, connections, seeded },
) {
  const load = { wrk, test, connections: test.connections ?? connections, seconds }
  const sides = []
  try {
    await openSides(test, seeded, sides)
    for (const side of sides) await warmUp(side, load)
    for (let i = 0; i < rounds; i += 1) {
      for (const side of inTurn(sides, firstRound + i)) side.rounds.push(await sendTo(side, load))
    }
    return { name: test.name, sides: Object.fromEntries(sides.map(report)) }
  } finally {
    for (const { server } of sides) await server.stop()
  }
}

/** Alternates the direction, so that no side always follows the same other one. */
function inTurn(sides, round) {
  return round % 2 === 0 ? sides : [...sides].reverse()
}

/**
 * Requests each token once. The case sets more connections where the default number could not fill
 * the caches in this time.
 */
function warmUp(side, load) {
  const { warmUpSeconds, warmUpConnections = load.connections } = load.test
  const traffic = side.traffic.file ? { ...side.traffic, order: 'each' } : side.traffic
  return sendTo(
    { ...side, traffic },
    { ...load, seconds: Math.max(warmUpSeconds, load.seconds), connections: warmUpConnections },
  )
}

/**
 * Opens the Jeton sides first, because the bare servers copy their response. The rounds then follow
 * the order of the case.
 */
async function openSides(test, seeded, sides) {
  const names = Object.keys(test.sides)
  const isJeton = (name) => test.sides[name].data !== undefined
  for (const name of names.filter(isJeton)) {
    const { data, settings, instances, receivers = 0 } = test.sides[name]
    const { traffic: trafficOf = test.traffic } = test.sides[name]
    const server = await startInstances(instances, seeded[data], settings)
    await connectReceivers(receivers, server, seeded[data])
    const traffic = await trafficOf(seeded[data], server.address)
    sides.push(await open({ name, server, data: seeded[data], traffic, test }))
  }
  const [{ answer, data, traffic }] = sides
  for (const name of names.filter((each) => !isJeton(each))) {
    const start = test.sides[name].next ? startBareNext : startBare
    const server = await start(answer, test.sides[name])
    sides.push(await open({ name, server, data, traffic, test }))
  }
  for (const side of sides) side.written = writtenMeanwhile(side, test, sides)
  sides.sort((a, b) => names.indexOf(a.name) - names.indexOf(b.name))
}

/** Connects receivers, which stay until the server stops. */
async function connectReceivers(count, { address }, { authTokens }) {
  for (let i = 0; i < count; i += 1)
    await receive(address, { 'xc-auth': authTokens[i % authTokens.length] })
}

/**
 * Returns the side that is written to while this side is measured: the Jeton side itself or, for a
 * bare server under the same load on the machine, the Jeton beside it.
 */
function writtenMeanwhile({ name }, { writing, sides: { [name]: described } }, sides) {
  const written = described.writesTo ?? (described.data && name)
  return writing && written ? sides.find((side) => side.name === written) : null
}

async function open({ name, server, data, traffic, test }) {
  await new Promise((resolve) => setTimeout(resolve, settleMs))
  const idleMegabytes = memoryOf(server)
  const answer = await ask(server.address, sample(traffic, data))
  if (answer.status !== test.status)
    throw new Error(`${test.name}: the answer of ${name} is ${answer.status}, not ${test.status}`)
  const isJeton = test.sides[name].data !== undefined
  const observe = isJeton ? data.observe : undefined
  return { name, server, data, traffic, answer, observe, idleMegabytes, rounds: [] }
}

/** Returns one of the requests that will be sent. */
function sample(traffic, { token, unknownToken }) {
  if (traffic.value) return traffic
  if (traffic.sample) return { ...traffic, value: traffic.sample }
  return { ...traffic, value: traffic.order === 'each' ? unknownToken : token }
}

/**
 * Measures one round. `side.observe` starts to measure the further costs of the requests, and
 * returns a function that stops and returns them.
 */
async function sendTo(side, { wrk, test, connections, seconds }) {
  const { server, data, traffic, answer, written, observe } = side
  await test.reset?.(data)
  const stopWriting = written && startWriting(written.server.address, written.data.authTokens)
  const stopObserving = await observe?.(server)
  const result = await sendToAll(wrk, server, { traffic, connections, seconds })
  const observed = await stopObserving?.()
  const writesPerSecond = stopWriting ? await stopWriting() : null
  return {
    ...result,
    ...observed,
    unexpected: unexpected(result, { answer, connections, status: test.status }),
    writesPerSecond,
    megabytes: memoryOf(server),
    processes: instancesOf(server).flatMap(({ pid }) => family(pid)).length,
  }
}

function memoryOf(server) {
  return instancesOf(server).reduce((sum, { pid }) => sum + memory(pid), 0)
}

/**
 * Counts unexpected responses. wrk only counts errors (4xx and 5xx). All expected responses of a
 * case have the same length, so the bytes on the wire show whether there were others.
 */
function unexpected({ requests, refused, failed, bytes }, { answer, connections, status }) {
  const strangeBytes = Math.abs(bytes - requests * answer.bytes) > connections * answer.bytes
  const wrong = status === 200 ? refused : requests - refused
  return failed + Math.max(wrong, strangeBytes || requests === 0 ? 1 : 0)
}

function report({ name, idleMegabytes, answer, rounds }) {
  return [name, { idleMegabytes, status: answer.status, answerBytes: answer.bytes, rounds }]
}
