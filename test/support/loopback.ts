import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/**
 * Starts a server on a free port of the loopback interface.
 * @returns the port, and a function that closes the server with all its connections
 */
export async function listenOnLoopback(
  server: Server,
): Promise<{ port: number; stop: () => Promise<void> }> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const stop = async () => {
    server.close()
    server.closeAllConnections()
    await once(server, 'close')
  }
  return { port: (server.address() as AddressInfo).port, stop }
}
