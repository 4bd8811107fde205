import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { startRemembering, stopRemembering } from '@/lib/db/revoking'
import { serveDatabase } from '@/lib/db/serving-lock'
import { env, SettingsError } from '@/lib/env'
import { normalizeTarget, pathOf } from '@/lib/http/address'
import { dropForeignHeaders } from '@/lib/http/app-headers'
import { browserPolicies, tellNonce } from '@/lib/http/browser-policy'
import { announceClient, clientAddressOf } from '@/lib/http/client-address'
import { refuseMalformed } from '@/lib/http/malformed'
import { serverStopping } from '@/lib/http/refusals'
import { sendProblem } from '@/lib/http/send-problem'
import { refuseUnroutable } from '@/lib/http/unroutable'
import { keys } from '@/lib/keyring'
import { startWritingBadTokens } from '@/lib/limits/bad-tokens'
import { log } from '@/lib/log'
import { type Metric, mainMetrics } from '@/lib/metrics/expose'
import { prepareDevApp } from '@/lib/process/app'
import { AppThread } from '@/lib/process/app-thread'
import { closeGently } from '@/lib/process/closing'
import { follow } from '@/lib/process/follow'
import { followSecrets } from '@/lib/process/follow-secrets'
import { keepTickShape } from '@/lib/process/keep-tick-shape'
import { speakBeforeDying } from '@/lib/process/last-words'
import { processMetrics, serveMetrics } from '@/lib/process/metrics-server'
import { askWorkers, serveByWorkers, tellReady } from '@/lib/process/workers'
import { answerVerification, isVerification } from '@/lib/verify/answer'
import { usageStamps } from '@/lib/verify/usage-stamps'
import { forgetTokens } from '@/lib/verify/verify'

/*
 * The process: node:http in front, Next behind it. scripts/start.mjs calls `prepare`, builds the pages where they are out of
 * date, and calls `serve`.
 */

/** How long requests under way may take to finish when the process is asked to end, and how long all of the end may take. */
const closingLimitMs = 5_000
const stopLimitMs = 9_000

/** How long a scrape waits for the app's thread. */
const metricsLimitMs = 1_500

keepTickShape()

let thread: AppThread | undefined
let stopping = false

/** The thread of Next and Prisma: this one serves verification, and loads neither. */
function appThread(): AppThread {
  thread ??= new AppThread()
  return thread
}

/**
 * Everything that can be wrong with the settings, before the slow part of a start.
 * @throws SettingsError with one line that says what to change
 */
export async function prepare(): Promise<void> {
  process.umask(0o077)
  env()
  await closeGently(await listen(createServer()))
  await appThread().call('prepare')
  // The app's thread may end, and be started again: this one stays.
  serveDatabase()
}

/** Serves until SIGTERM or SIGINT. @returns the address to open */
export async function serve({ dev }: { dev: boolean }): Promise<string> {
  const { workers } = env()
  if (workers === 1 || dev) {
    const address = await serveAlone({ dev })
    await serveMetrics(collectMetrics)
    return address
  }
  await appThread().stop()
  const address = await serveByWorkers(workers)
  await serveMetrics(askWorkers)
  return address
}

/** Serves as one of several processes. */
export async function serveAsWorker(): Promise<void> {
  tellReady(await serveAlone({ dev: false }), collectMetrics)
}

/** The metrics of both threads; of the app's, where it answers. */
async function collectMetrics(): Promise<Metric[][]> {
  const app = appThread()
    .call('metrics')
    .catch(() => [])
  const late = setTimeout(metricsLimitMs, [], { ref: false })
  return [await processMetrics(), mainMetrics(), await Promise.race([app, late])]
}

async function serveAlone({ dev }: { dev: boolean }): Promise<string> {
  // A secret that cannot be read stops the start, not the first verification.
  keys()
  serveDatabase()
  speakBeforeDying()
  const handle = dev ? await prepareDevApp() : await appThread().serve()
  const policyOf = browserPolicies({ dev })
  usageStamps().startWriting((batch) => appThread().call('writeUses', batch))
  startWritingBadTokens((sent) => appThread().call('countBadTokens', sent))
  startRemembering()
  followSecrets((isOther) => isOther && forgetTokens())
  const server = await listen(
    createServer((request, response) => {
      // Hung up on, with more in what was read.
      if (request.socket.destroyed) return
      // A proxy appends the path that it was asked for, as it is: what it appends to the verifier's address decides nothing.
      const url = isVerification(request) ? (request.url ?? '') : normalizeTarget(request.url)
      request.url = url
      if (stopping) response.shouldKeepAlive = false
      if (isVerification(request)) return answerVerification(request, response)
      const policy = policyOf(url)
      follow(request, response, policy)
      if (stopping && pathOf(url) === '/api/ready') return sendProblem(response, serverStopping(), policy)
      if (refuseUnroutable(request, response, policy, { dev })) return
      dropForeignHeaders(request, { dev })
      tellNonce(request, policy)
      announceClient(request, clientAddressOf(request, env().trustedProxies))
      handle(request, response, policy)
    }),
  )
  server.on('clientError', refuseMalformed)
  stopOnSignal(server)
  const address = env().publicUrl ?? addressOf(server)
  // In development Next shares this thread: it wants the server itself, for live reload.
  if (dev) process.env.NEXTAUTH_URL = address
  else await appThread().announce(address)
  return address
}

function listen(server: Server): Promise<Server> {
  const { host, port } = env()
  // As many as the size of the head allows: Node would leave out those after the 2,000th, and a credential among them.
  server.maxHeadersCount = 0
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

/** Finishes what is under way, writes the usage stamps, and ends the process. Whoever keeps a connection is told to let go of it. */
function stopOnSignal(server: Server): void {
  const stop = async () => {
    if (stopping) return
    stopping = true
    globalThis.setTimeout(() => server.closeAllConnections(), closingLimitMs).unref()
    globalThis.setTimeout(() => process.exit(1), stopLimitMs).unref()
    await closeGently(server)
    await finish().catch((error) => log().error('The end was not a clean one', { error }))
    process.exit(0)
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
}

async function finish(): Promise<void> {
  try {
    await usageStamps().flush()
  } finally {
    await stopRemembering()
    await appThread().stop()
  }
}
