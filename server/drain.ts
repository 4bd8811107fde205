import type { Server } from 'node:http'
import { setImmediate } from 'node:timers/promises'

const idleSweepMs = 50

/** A server that is so busy that connections arrive in each turn closes its port after as many. */
const maxTurns = 1_000

/**
 * Stops accepting connections, and closes each connection as soon as it is idle. Resolves when all
 * are closed.
 */
export async function drain(server: Server): Promise<void> {
  await quietTurn(server)
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  const sweep = setInterval(() => server.closeIdleConnections(), idleSweepMs)
  await closed
  clearInterval(sweep)
}

/**
 * Waits for a turn of the event loop in which no connection was accepted. With the port the system
 * resets the connections that wait to be accepted, and a proxy must not repeat a write that it has
 * sent on one.
 */
async function quietTurn(server: Server): Promise<void> {
  // The present turn may have looked for connections already.
  await setImmediate()
  let isQuiet = false
  const note = () => {
    isQuiet = false
  }
  server.on('connection', note)
  for (let turns = 0; !isQuiet && turns < maxTurns; turns += 1) {
    isQuiet = true
    await setImmediate()
  }
  server.off('connection', note)
}
