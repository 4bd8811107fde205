import cluster from 'node:cluster'
import { fstatSync } from 'node:fs'
import type { Server } from 'node:http'
import { env } from '@/lib/config/settings'
import { SettingsError } from '@/lib/config/settings-error'
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

/** @throws SettingsError if something else than sockets was passed */
export function requireSockets(): void {
  for (const fd of passedSockets()) if (!isSocket(fd)) throw unusable(fd)
}

function isSocket(fd: number): boolean {
  try {
    return fstatSync(fd).isSocket()
  } catch {
    return false
  }
}

const unusable = (fd: number) =>
  new SettingsError(
    `LISTEN_FDS is "${env().passedSockets.count}": nothing can listen on descriptor ${fd}: pass TCP sockets and Unix stream sockets alone, or remove LISTEN_FDS`,
  )

/**
 * Listens on a socket that was passed: TCP, or a Unix socket, whose clients are trusted proxies.
 */
export async function listenOnPassed(server: Server, fd: number): Promise<Server> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', () => reject(unusable(fd)))
    server.listen({ fd }, () => {
      if (isLocal(server)) trustSocketsOf(server)
      resolve()
    })
  })
  return server
}

/** A Unix socket that was passed has no address in Node. */
const isLocal = (server: Server) => server.address() === null
