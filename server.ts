import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import next from 'next'
import { removeExpiredSessions } from '@/lib/auth/sessions'
import { db } from '@/lib/db/client'
import { env, SettingsError } from '@/lib/env'
import { refuseUnroutable, toOriginForm } from '@/lib/http/unroutable'
import { prepareInstallation } from '@/lib/startup'
import { answerVerification, isVerification } from '@/lib/verify/answer'
import { usageStamps } from '@/lib/verify/usage-stamps'
import { serveByWorkers, tellReady } from '@/lib/workers'

/*
 * The process: node:http in front, Next behind it. scripts/start.mjs calls `prepare`, builds the pages where they are out of
 * date, and calls `serve`.
 */

/** How long requests under way may take to finish when the process is asked to end. */
const shutdownLimitMs = 5_000
const idleSweepMs = 50
const housekeepingIntervalMs = 3_600_000

/**
 * Everything that can be wrong with the settings, before the slow part of a start.
 * @throws SettingsError with one line that says what to change
 */
export async function prepare(): Promise<void> {
  process.umask(0o077)
  const settings = env()
  await close(await listen(createServer()))
  await prepareInstallation(settings)
}

/** Serves until SIGTERM or SIGINT. @returns the address to open */
export function serve({ dev }: { dev: boolean }): Promise<string> {
  const { workers } = env()
  return workers > 1 && !dev ? serveByWorkers(workers) : serveAlone({ dev })
}

/** Serves as one of several processes. */
export async function serveAsWorker(): Promise<void> {
  tellReady(await serveAlone({ dev: false }))
}

async function serveAlone({ dev }: { dev: boolean }): Promise<string> {
  const { host, port, publicUrl } = env()
  // Next listens for upgrades, which it uses in development alone, and a server with a listener no longer answers a client that
  // merely offers one (h2c). In production it is given a server that nobody reaches.
  const app = next({ dev, hostname: host, port, ...(!dev && { httpServer: createServer() }) })
  await app.prepare()
  const handle = app.getRequestHandler()
  const server = await listen(
    createServer((request, response) => {
      request.url = toOriginForm(request.url ?? '')
      if (stopping) response.shouldKeepAlive = false
      if (isVerification(request)) void answerVerification(request, response)
      else if (!refuseUnroutable(request, response)) void handle(request, response)
    }),
  )
  keepHouse()
  stopOnSignal(server)
  return announce(publicUrl ?? addressOf(server))
}

/** next-auth takes its own address from here. */
function announce(address: string): string {
  process.env.NEXTAUTH_URL = address
  return address
}

function listen(server: Server): Promise<Server> {
  const { host, port } = env()
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(explain(error, host, port)))
    server.listen(port, host, () => resolve(server))
  })
}

function explain(error: NodeJS.ErrnoException, host: string, port: number): Error {
  if (error.code === 'EADDRINUSE') {
    return new SettingsError(`port ${port} is in use: stop the other program, or set PORT to a free one`)
  }
  if (error.code === 'EACCES')
    return new SettingsError(`port ${port} needs more rights: set PORT to one above 1023`)
  return new SettingsError(`HOST is "${host}": nothing can listen there (${error.code})`)
}

function addressOf(server: Server): string {
  const { port } = server.address() as AddressInfo
  const { host } = env()
  const local = ['127.0.0.1', '0.0.0.0', '::', '::1'].includes(host)
  return `http://${local ? 'localhost' : host}:${port}`
}

function keepHouse(): void {
  const sweep = () =>
    removeExpiredSessions().catch((error) => console.error('Expired sessions could not be removed:', error))
  void sweep()
  setInterval(sweep, housekeepingIntervalMs).unref()
}

let stopping = false

/** Finishes what is under way, writes the usage stamps, and ends the process. Whoever keeps a connection is told to let go of it. */
function stopOnSignal(server: Server): void {
  const stop = async () => {
    if (stopping) return
    stopping = true
    setTimeout(() => server.closeAllConnections(), shutdownLimitMs).unref()
    await close(server)
    await usageStamps().flush()
    await db().$disconnect()
    process.exit(0)
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
}

/** Stops accepting, and lets go of each connection as soon as nothing is under way on it. */
async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  const sweep = setInterval(() => server.closeIdleConnections(), idleSweepMs)
  await closed
  clearInterval(sweep)
}
