import type { Server } from 'node:http'

const idleSweepMs = 50

/**
 * Stops accepting connections, and closes each connection as soon as it is idle. Resolves when all
 * are closed.
 */
export async function drain(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  const sweep = setInterval(() => server.closeIdleConnections(), idleSweepMs)
  await closed
  clearInterval(sweep)
}
