import cluster, { type Worker } from 'node:cluster'
import { resolve } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { env } from '@/lib/config/settings'
import { log } from '@/lib/log/log'
import type { Metric } from '@/lib/metrics/expose'
import { passedSockets } from '@/server/passed-sockets'
import { stopSignals } from '@/server/shutdown'
import { closeUnaccepted } from '@/server/unaccepted-connections'

/*
 * Several processes on one port (node:cluster), to use all cores. The primary process accepts
 * connections and distributes them round-robin. The workers share nothing but the database: a
 * commit by one is visible to every other from the next request on.
 */

/**
 * Back-off before a worker that exited is replaced, so that a fault that ends every worker does not
 * keep the machine busy.
 */
const replacementDelayMs = 1_000

/** How long a scrape waits for a worker. */
const metricsLimitMs = 2_000

/** Longer than a worker's own shutdown limit, counted after its delay. */
const shutdownLimitMs = 9_500

/**
 * Serves with `count` workers, until SIGTERM, SIGINT or SIGHUP.
 * @returns the address to open, once all workers are ready
 * @throws Error if a worker cannot start
 */
export async function serveByWorkers(count: number): Promise<string> {
  shareSockets()
  cluster.setupPrimary({ exec: resolve('scripts/worker.mjs'), args: [] })
  stopOnSignal()
  const workers = Array.from({ length: count }, startWorker)
  const addresses = await Promise.all(workers.map(readyAddress))
  return addresses[0] ?? ''
}

/**
 * On sockets that were passed, the workers accept connections themselves: the primary would drop
 * those that it has accepted for workers that stop, and a restart must lose none.
 */
function shareSockets(): void {
  if (passedSockets().length > 0) cluster.schedulingPolicy = cluster.SCHED_NONE
}

function startWorker(): Worker {
  const worker = cluster.fork()
  closeUnaccepted(worker)
  return worker
}

/**
 * Reports to the primary process that this worker serves, and answers its requests for metrics.
 * @param address the address to open
 * @param collect returns the metrics of this worker
 */
export function reportReady(address: string, collect: () => Promise<Metric[][]>): void {
  process.send?.({ readyAt: address })
  process.on('message', async ({ metricsWanted }: Question) => {
    if (metricsWanted !== undefined) process.send?.({ metricsWanted, lists: await collect() })
  })
}

interface Question {
  metricsWanted?: number
}

interface MetricsAnswer extends Question {
  lists: Metric[][]
}

let questions = 0

/** Returns the metrics of every worker that answers in time. */
export async function askWorkers(): Promise<Metric[][]> {
  const answers = await Promise.all(Object.values(cluster.workers ?? {}).map(askWorker))
  return answers.flat()
}

function askWorker(worker: Worker | undefined): Promise<Metric[][]> {
  questions += 1
  const metricsWanted = questions
  return new Promise((resolve) => {
    const settle = (lists: Metric[][]) => {
      worker?.off('message', onMessage)
      clearTimeout(limit)
      resolve(lists)
    }
    const onMessage = (answer: MetricsAnswer) =>
      answer.metricsWanted === metricsWanted && settle(answer.lists)
    const limit = globalThis.setTimeout(settle, metricsLimitMs, [])
    worker?.on('message', onMessage)
    if (worker?.isConnected()) worker.send({ metricsWanted })
    else settle([])
  })
}

function readyAddress(worker: Worker): Promise<string> {
  return new Promise((resolve, reject) => {
    worker.once('message', ({ readyAt }: { readyAt: string }) => {
      listening.add(worker)
      worker.once('exit', (code, signal) => {
        listening.delete(worker)
        void replace(worker, code, signal)
      })
      resolve(readyAt)
    })
    worker.once('exit', () => {
      if (!stopping) reject(new Error('A worker could not start: see its log lines above.'))
    })
  })
}

let stopping = false

async function replace(worker: Worker, code: number | null, signal: string | null): Promise<void> {
  if (stopping) return
  const how = signal ?? `exit code ${code}`
  if (hasLostSockets()) {
    log().fatal(`Worker ${worker.process.pid} ended (${how}), the last one.`)
    process.exit(1)
  }
  log().error(`Worker ${worker.process.pid} ended (${how}). Another takes its place.`)
  await setTimeout(replacementDelayMs)
  if (stopping) return
  const next = startWorker()
  await readyAddress(next).catch(() =>
    replace(next, next.process.exitCode, next.process.signalCode),
  )
}

/** The workers that listen. */
const listening = new Set<Worker>()

/**
 * Node closes a socket that was passed when no worker listens on it any more. The supervisor has
 * kept it, and passes it to the process that it starts next.
 */
const hasLostSockets = () => passedSockets().length > 0 && listening.size === 0

/**
 * Shuts the workers down gracefully on a stop signal, and exits when all of them have exited. A
 * second signal is passed on to them.
 */
function stopOnSignal(): void {
  const stop = async () => {
    const workers = Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined)
    if (stopping) {
      for (const worker of workers) worker.process.kill('SIGTERM')
      return
    }
    stopping = true
    const codes = await Promise.all(workers.map(end))
    process.exit(codes.every((code) => code === 0) ? 0 : 1)
  }
  for (const signal of stopSignals) process.on(signal, stop)
}

function end(worker: Worker): Promise<number | null> {
  const limitMs = shutdownLimitMs + env().stopDelaySeconds * 1000
  const limit = globalThis.setTimeout(() => worker.process.kill('SIGKILL'), limitMs)
  return new Promise((resolve) => {
    worker.once('exit', (code, signal) => {
      clearTimeout(limit)
      // A worker that does not serve yet has no requests to finish, and the signal terminates it
      // directly.
      resolve(signal === 'SIGTERM' ? 0 : code)
    })
    worker.process.kill('SIGTERM')
  })
}
