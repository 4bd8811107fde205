import type { Server } from 'node:http'
import { createServer, type Server as NetServer } from 'node:net'
import { promisify } from 'node:util'
import { env } from '@/lib/config/settings'
import { SettingsError } from '@/lib/config/settings-error'
import { addressToOpen } from '@/lib/http/server-address'
import { listenOnPassed, passedSockets, requireSockets } from '@/server/passed-sockets'
import { freePath, listenOnSocket } from '@/server/public-socket'

/*
 * Where the public server listens: on the sockets that were passed to it, or on the port and the
 * Unix socket of the settings.
 */

export interface Listening {
  servers: Server[]
  /** The address to open in a browser on this machine. */
  address: string
}

/**
 * Checks that `listen` will succeed.
 * @throws SettingsError with one line that says what to change
 */
export async function checkListening(): Promise<void> {
  const { socket } = env()
  if (passedSockets().length > 0) {
    requireSockets()
    if (!socket) return
    throw new SettingsError(
      'JETON_SOCKET is set, and the sockets to listen on were passed to the server: remove it, and name its path in the socket unit (ListenStream=)',
    )
  }
  await checkPort()
  if (socket) await freePath(socket.path)
}

/** A client that connects meanwhile is disconnected at once: nothing would answer it. */
async function checkPort(): Promise<void> {
  const server = await listenOnPort(createServer((socket) => socket.destroy()))
  await promisify(server.close.bind(server))()
}

/** @param newServer makes a server for each socket */
export async function listen(newServer: () => Server): Promise<Listening> {
  const passed = passedSockets()
  if (passed.length > 0) {
    const servers = await Promise.all(passed.map((fd) => listenOnPassed(newServer(), fd)))
    return { servers, address: env().publicUrl ?? addressOf(servers) }
  }
  const server = await listenOnPort(newServer())
  const address = env().publicUrl ?? addressOf([server], env().host)
  const { socket } = env()
  if (!socket) return { servers: [server], address }
  const local = newServer()
  await listenOnSocket(local, socket)
  return { servers: [server, local], address }
}

/** @param host the name that the settings give; that of the socket if there is none */
function addressOf(servers: readonly Server[], host?: string): string {
  for (const server of servers) {
    const bound = server.address()
    if (bound !== null && typeof bound === 'object')
      return addressToOpen(host ?? bound.address, bound.port)
  }
  throw new SettingsError(
    'only Unix sockets were passed to the server: set NEXTAUTH_URL to the address of the proxy in front',
  )
}

function listenOnPort<S extends NetServer>(server: S): Promise<S> {
  const { host, port } = env()
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(explain(error, host, port)))
    server.listen(port, host, () => resolve(server))
  })
}

function explain(error: NodeJS.ErrnoException, host: string, port: number): Error {
  if (error.code === 'EADDRINUSE') {
    return new SettingsError(
      `port ${port} is in use: stop the other program, or set PORT to a free one`,
    )
  }
  if (error.code === 'EACCES')
    return new SettingsError(`port ${port} needs more rights: set PORT to one above 1023`)
  return new SettingsError(`HOST is "${host}": nothing can listen there (${error.code})`)
}
