import cluster from 'node:cluster'
import type { Server } from 'node:http'
import { env } from '@/lib/config/settings'
import { trustSocketsOf } from '@/lib/http/client-address'

/*
 * Socket activation, sd_listen_fds(3): systemd opens the sockets, keeps them while the server
 * restarts, and passes them to each process that it starts. A client that connects meanwhile waits
 * and is not refused.
 */

const firstDescriptor = 3

/** Returns the descriptors of the sockets that were passed to this process; usually none. */
export function passedSockets(): number[] {
  const { count, pid } = env().passedSockets
  // They are passed to the primary process, which shares them with its workers.
  const holder = cluster.isWorker ? process.ppid : process.pid
  return pid === holder ? Array.from({ length: count }, (_, i) => firstDescriptor + i) : []
}

/** Listens on a socket that was passed: TCP, or a Unix socket, whose clients are trusted proxies. */
export async function listenOnPassed(server: Server, fd: number): Promise<Server> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ fd }, () => {
      if (isLocal(server)) trustSocketsOf(server)
      resolve()
    })
  })
  return server
}

/** A Unix socket that was passed has no address in Node. */
const isLocal = (server: Server) => server.address() === null
