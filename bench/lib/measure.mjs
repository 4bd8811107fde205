import { ask } from './answer.mjs'
import { family, memory, startBare, startJeton } from './processes.mjs'
import { startWriting } from './writer.mjs'
import { send } from './wrk.mjs'

/** How long a server that has just started is left alone before its memory is read. */
const settleMs = 1_000

/**
 * Measures one case: all its sides are up, and asked in turns.
 * @param seeded the data sets, by name
 * @returns what every side answered, round by round
 */
export async function measure(test, { wrk, rounds, seconds, connections, seeded }) {
  const load = { wrk, test, connections: test.connections ?? connections, seconds }
  const sides = []
  try {
    await openSides(test, seeded, sides)
    for (const side of sides) await sendTo(side, { ...load, seconds: Math.max(test.warmUpSeconds, seconds) })
    for (let i = 0; i < rounds; i += 1) {
      for (const side of sides) side.rounds.push(await sendTo(side, load))
    }
    return { name: test.name, sides: Object.fromEntries(sides.map(report)) }
  } finally {
    for (const { server } of sides) await server.stop()
  }
}

/** Jeton comes first here, as the bare servers learn their answer from it; the rounds are in the case's own order. */
async function openSides(test, seeded, sides) {
  const names = Object.keys(test.sides)
  const isJeton = (name) => test.sides[name].data !== undefined
  for (const name of names.filter(isJeton)) {
    const { data, settings } = test.sides[name]
    const server = await startJeton(seeded[data].dataDir, settings)
    sides.push(await open({ name, server, data: seeded[data], test }))
  }
  const [{ answer, data }] = sides
  for (const name of names.filter((each) => !isJeton(each))) {
    const server = await startBare(answer, test.sides[name])
    sides.push(await open({ name, server, data, test }))
  }
  sides.sort((a, b) => names.indexOf(a.name) - names.indexOf(b.name))
}

async function open({ name, server, data, test }) {
  await new Promise((resolve) => setTimeout(resolve, settleMs))
  const idleMegabytes = memory(server.pid)
  const traffic = test.traffic(data)
  const answer = await ask(server.address, sample(traffic, data))
  if (answer.status !== test.status)
    throw new Error(`${test.name}: the answer of ${name} is ${answer.status}, not ${test.status}`)
  const writers = test.writing && test.sides[name].data ? data.authTokens : null
  return { name, server, data, traffic, answer, writers, idleMegabytes, rounds: [] }
}

/** One of the requests that will be sent. */
function sample(traffic, { token, unknownToken }) {
  if (traffic.value) return traffic
  return { ...traffic, value: traffic.order === 'each' ? unknownToken : token }
}

async function sendTo({ server, traffic, answer, writers }, { wrk, test, connections, seconds }) {
  const stopWriting = writers && startWriting(server.address, writers)
  const told = await send(wrk, server.address, { traffic, connections, seconds })
  const writesPerSecond = stopWriting ? await stopWriting() : null
  return {
    ...told,
    unexpected: unexpected(told, { answer, connections, status: test.status }),
    writesPerSecond,
    megabytes: memory(server.pid),
    processes: family(server.pid).length,
  }
}

/**
 * wrk tells errors (4xx and 5xx) from the rest, no more. As all expected answers of a case are equally long, the bytes on the wire
 * tell whether others were among them.
 */
function unexpected({ requests, refused, failed, bytes }, { answer, connections, status }) {
  const strangeBytes = Math.abs(bytes - requests * answer.bytes) > connections * answer.bytes
  const wrong = status === 200 ? refused : requests - refused
  return failed + Math.max(wrong, strangeBytes || requests === 0 ? 1 : 0)
}

function report({ name, idleMegabytes, answer, rounds }) {
  return [name, { idleMegabytes, status: answer.status, answerBytes: answer.bytes, rounds }]
}
