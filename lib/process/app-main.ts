import { once } from 'node:events'
import { createServer } from 'node:http'
import { createServer as createListener, type Server as Listener } from 'node:net'
import { db } from '@/lib/db/client'
import { probeDatabase } from '@/lib/db/probe'
import { stopRevocations, watchRevocations } from '@/lib/db/revoking'
import { writeUses } from '@/lib/db/usage'
import { env } from '@/lib/env'
import { startWritingBadTokens } from '@/lib/limits/bad-tokens'
import { countBadTokens } from '@/lib/limits/count-bad-tokens'
import { prepareApp } from '@/lib/process/app'
import { collectInApp } from '@/lib/process/app-metrics'
import { captureConsole } from '@/lib/process/capture-console'
import { closeGently } from '@/lib/process/closing'
import { followSecrets } from '@/lib/process/follow-secrets'
import { keepHouse } from '@/lib/process/housekeeping'
import { chooseKeys } from '@/lib/secrets-in-use'
import { openSecrets, prepareInstallation } from '@/lib/startup'
import { usageStamps } from '@/lib/verify/usage-stamps'

/* The program of the app process: Next and Prisma, and what the server may have them do. See app-process.ts. */

/** Above the limit of the server in front, which answers for both: the app's own headers come on top. */
const maxHeaderBytes = 64 * 1024

const server = createServer({ maxHeaderSize: maxHeaderBytes, keepAliveTimeout: 0, requestTimeout: 0 })
server.maxHeadersCount = 0

/** It accepts connections for `server`: a listener can be replaced while connections live on. */
let listener: Listener | undefined

/** A database that is away is reported by the request that needs it. */
const chooseKeysAgain = () => chooseKeys().catch(() => {})

const calls = {
  prepare: () => prepareInstallation(env()),

  async serve(): Promise<void> {
    captureConsole()
    server.on('request', await prepareApp())
    usageStamps().startWriting(writeUses)
    startWritingBadTokens(countBadTokens)
    watchRevocations()
    await openSecrets(env())
    followSecrets(chooseKeysAgain)
    keepHouse()
  },

  /** Listens at another path from now on. */
  async listen(socketPath: string): Promise<void> {
    listener?.close()
    listener = createListener((socket) => server.emit('connection', socket))
    listener.listen(socketPath)
    await once(listener, 'listening')
  },

  async ping(): Promise<void> {},

  /** Readiness: the database answers and holds every migration. */
  isReady: async () => (await probeDatabase()).isReady,

  /** next-auth takes its own address from the environment: this process's, which nothing else reads. */
  async announce(address: string): Promise<void> {
    process.env.NEXTAUTH_URL = address
  },

  writeUses,
  countBadTokens,

  metrics: collectInApp,

  async stop(): Promise<void> {
    listener?.close()
    await closeGently(server)
    await usageStamps().flush()
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

/** The server is asked to stop, and the app with it. */
export interface StopRequest {
  stop: true
}

/* The server decides when the app ends: a signal that reaches the app, from a terminal or a supervisor, is handed to it. */
const askToStop = () => process.send?.({ stop: true } satisfies StopRequest, () => {})
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, askToStop)

process.once('disconnect', () => process.exit())
