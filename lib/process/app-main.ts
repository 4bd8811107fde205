import { createServer, type Server } from 'node:http'
import { parentPort } from 'node:worker_threads'
import { db } from '@/lib/db/client'
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

/* What runs in the thread of Next and Prisma, and what the process may have it do: see app-thread.ts. */

let server: Server | undefined

/** Where the database is away, whoever needs it says so. */
const chooseKeysAgain = () => chooseKeys().catch(() => {})

const calls = {
  prepare: () => prepareInstallation(env()),

  async serve(socketPath: string): Promise<void> {
    captureConsole()
    server = createServer(await prepareApp({ dev: false }))
    // The other end is ours, and keeps its connections.
    server.keepAliveTimeout = 0
    server.requestTimeout = 0
    server.maxHeadersCount = 0
    await new Promise<void>((resolve) => server?.listen(socketPath, resolve))
    usageStamps().startWriting(writeUses)
    startWritingBadTokens(countBadTokens)
    watchRevocations()
    await openSecrets(env())
    followSecrets(chooseKeysAgain)
    keepHouse()
  },

  /** next-auth takes its own address from the environment: this thread's, which nothing else reads. */
  async announce(address: string): Promise<void> {
    process.env.NEXTAUTH_URL = address
  },

  writeUses,
  countBadTokens,

  metrics: collectInApp,

  async stop(): Promise<void> {
    if (server) await closeGently(server)
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

parentPort?.on('message', async ({ id, name, parameters }: Call) => {
  const call = calls[name] as (...parameters: unknown[]) => Promise<unknown>
  const answer: Answer = await call(...parameters).then(
    (result) => ({ id, result }),
    (error) => ({ id, error: { name: error.name, message: error.message } }),
  )
  parentPort?.postMessage(answer)
})
