import { once } from 'node:events'
import { createServer } from 'node:http'
import { createServer as createListener, type Server as Listener } from 'node:net'
import { env } from '@/lib/config/settings'
import { db, endWrites } from '@/lib/db/client'
import { probeDatabase } from '@/lib/db/ready'
import { type UseBatch, writeUses } from '@/lib/db/write-usage'
import { openSecrets, prepareInstallation } from '@/lib/startup'
import { chooseKeys } from '@/lib/tokens/keys-in-use'
import { prepareApp } from '@/server/app-process/app'
import { collectInApp } from '@/server/app-process/metrics'
import { captureConsole } from '@/server/capture-console'
import { startCleanup } from '@/server/cleanup'
import { drain } from '@/server/drain'
import { watchMasterKeys } from '@/server/watch-master-keys'
import { stopRevocations, watchRevocations } from '@/verifier/revocations'
import { usage } from '@/verifier/usage'

/*
 * The program of the app process: Next and Prisma, and the functions that the server can call. See
 * app-process.ts.
 */

/**
 * Higher than the limit of the server in front, which enforces the limit for both. The headers
 * added for the app come on top.
 */
const maxHeaderBytes = 64 * 1024

const server = createServer({
  maxHeaderSize: maxHeaderBytes,
  keepAliveTimeout: 0,
  requestTimeout: 0,
})
server.maxHeadersCount = 0

/** Accepts connections for `server`. It can be replaced while existing connections stay open. */
let listener: Listener | undefined

/** Errors are ignored: the request that needs the database reports an unavailable one. */
const chooseKeysAgain = () => chooseKeys().catch(() => {})

/** A demo counts no uses. */
async function keepUses(batch: UseBatch): Promise<void> {
  if (!env().isDemo) await writeUses(batch)
}

const calls = {
  prepare: () => prepareInstallation(env()),

  async serve(): Promise<void> {
    captureConsole()
    server.on('request', await prepareApp())
    usage().startWriting(keepUses)
    watchRevocations()
    await openSecrets(env())
    watchMasterKeys(chooseKeysAgain)
    if (env().isDemo) await endWrites()
    else startCleanup()
  },

  /** Listens at a new path from now on. */
  async listen(socketPath: string): Promise<void> {
    listener?.close()
    listener = createListener((socket) => server.emit('connection', socket))
    listener.listen(socketPath)
    await once(listener, 'listening')
  },

  async ping(): Promise<void> {},

  /** Readiness: whether the database answers and holds every migration. */
  isReady: async () => (await probeDatabase()).isReady,

  /**
   * next-auth reads its own address from the environment of this process, where nothing else reads
   * it.
   */
  async announce(address: string): Promise<void> {
    process.env.NEXTAUTH_URL = address
  },

  writeUses: keepUses,

  metrics: collectInApp,

  async stop(): Promise<void> {
    listener?.close()
    await drain(server)
    await usage().flush()
    await stopRevocations()
    await db().$disconnect()
  },
}

export type Calls = typeof calls

interface Call {
  id: number
  name: keyof Calls
  parameters: unknown[]
}

export interface Answer {
  id: number
  result?: unknown
  error?: { name: string; message: string }
}

process.on('message', async ({ id, name, parameters }: Call) => {
  const call = calls[name] as (...parameters: unknown[]) => Promise<unknown>
  const answer: Answer = await call(...parameters).then(
    (result) => ({ id, result }),
    (error) => ({ id, error: { name: error.name, message: error.message } }),
  )
  process.send?.(answer, () => {})
})

/** A request to shut down the server, and the app with it. */
export interface StopRequest {
  stop: true
}

/*
 * The server decides when the app exits. The app passes on the signals that it receives from a
 * terminal or a supervisor.
 */
const askToStop = () => process.send?.({ stop: true } satisfies StopRequest, () => {})
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, askToStop)

process.once('disconnect', () => process.exit())
