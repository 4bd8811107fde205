import { setTimeout } from 'node:timers/promises'
import { keys } from '@/lib/config/keyring'
import { env } from '@/lib/config/settings'
import { serveDatabase } from '@/lib/db/serving-lock'
import { log } from '@/lib/log/log'
import { type Metric, mainMetrics } from '@/lib/metrics/expose'
import { AppProcess } from '@/server/app-process/app-process'
import { prepareDevApp } from '@/server/app-process/next'
import { askWorkers, reportReady, serveByWorkers } from '@/server/cluster'
import { openDemoFolder } from '@/server/demo-folder'
import { createFront } from '@/server/front'
import { keepHiddenClass } from '@/server/keep-hidden-class'
import { checkListening, listen } from '@/server/listen'
import { processMetrics, serveMetrics } from '@/server/metrics-server'
import { answerReceivers } from '@/server/revocation-stream/answer'
import { Shutdown } from '@/server/shutdown'
import { watchMasterKeys } from '@/server/watch-master-keys'
import { acceptedTokens } from '@/verifier/accepted-tokens'
import { startCaching, stopCaching } from '@/verifier/revocations'
import { usage } from '@/verifier/usage'

/*
 * The main process: node:http in front, Next behind it. scripts/start.mjs calls `prepare`, builds
 * the pages if they are out of date, and calls `serve`.
 */

/** How long a scrape waits for the app process. */
const metricsLimitMs = 1_500

keepHiddenClass()

let app: AppProcess | undefined

/** The process of Next and Prisma. The main process serves verification and loads neither. */
function appProcess(): AppProcess {
  app ??= new AppProcess()
  return app
}

/**
 * Checks everything in the settings that can be wrong, before the slow part of a start.
 * @returns the folder of the data
 * @throws SettingsError with one line that says what to change
 */
export async function prepare(): Promise<string> {
  process.umask(0o077)
  openDemoFolder()
  await checkListening()
  await appProcess().call('prepare')
  // The app process may exit and be restarted; this process stays, and so holds the lock.
  serveDatabase()
  return env().dataDir
}

/**
 * Serves until SIGTERM, SIGINT or SIGHUP.
 * @returns the address to open
 */
export async function serve({ dev }: { dev: boolean }): Promise<string> {
  const { workers } = env()
  if (workers === 1 || dev) {
    const address = await serveAlone({ dev })
    await serveMetrics(collectMetrics)
    return address
  }
  await appProcess().stop()
  const address = await serveByWorkers(workers)
  await serveMetrics(askWorkers)
  return address
}

/** Serves as one of several worker processes. */
export async function serveAsWorker(): Promise<void> {
  reportReady(await serveAlone({ dev: false }), collectMetrics)
}

/** Returns the metrics of both processes; those of the app process only if it answers in time. */
async function collectMetrics(): Promise<Metric[][]> {
  const inApp = appProcess()
    .call('metrics')
    .catch(() => [])
  const late = setTimeout(metricsLimitMs, [], { ref: false })
  return [await processMetrics(), mainMetrics(), await Promise.race([inApp, late])]
}

async function serveAlone({ dev }: { dev: boolean }): Promise<string> {
  // An unreadable master key fails the start, not the first verification.
  keys()
  serveDatabase()
  logUncaughtErrors()
  const handle = dev ? await prepareDevApp() : await appProcess().serve()
  usage().startWriting((batch) => appProcess().call('writeUses', batch))
  startCaching()
  watchMasterKeys((isOther) => isOther && acceptedTokens().clear())
  const shutdown = new Shutdown()
  const isReady = () => appProcess().call('isReady')
  const answerReceiver = answerReceivers(shutdown)
  const newFront = () => createFront({ dev, handle, shutdown, isReady, answerReceiver })
  const { servers, address } = await listen(newFront)
  shutdown.onSignal(servers, finish)
  // In development Next runs in this process, since live reload needs the server itself.
  if (dev) process.env.NEXTAUTH_URL = address
  else await appProcess().announce(address)
  return address
}

/** Flushes the usage buffers, releases the lease, and stops the app process. */
async function finish(): Promise<void> {
  try {
    await usage().flush()
  } finally {
    await stopCaching()
    await appProcess().stop()
  }
}

/**
 * Logs an uncaught exception, without secrets, and ends the process, because its in-memory state
 * may be corrupt.
 */
function logUncaughtErrors(): void {
  process.on('uncaughtException', (error) => {
    log().fatal('The server failed', { error })
    process.exit(1)
  })
}
