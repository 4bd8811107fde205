import type { Server } from 'node:http'

const idleSweepMs = 50

/** Stops accepting, and lets go of each connection as soon as nothing is under way on it. */
export async function drain(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  const sweep = setInterval(() => server.closeIdleConnections(), idleSweepMs)
  await closed
  clearInterval(sweep)
}
