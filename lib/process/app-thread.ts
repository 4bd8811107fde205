import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { SettingsError } from '@/lib/env'
import { log } from '@/lib/log'
import type { Answer, Calls } from '@/lib/process/app-main'
import { forwardTo, type Handle } from '@/lib/process/forward'

/*
 * Next and Prisma run in a thread of their own, with an event loop of their own: no page that is drawn, no password that is checked and
 * no commit that waits for the disk keeps a verification waiting. Requests reach Next through a socket in a folder that only
 * this user can open.
 */

const restartDelayMs = 1_000

type Settle = { resolve: (result: unknown) => void; reject: (error: Error) => void }
type Result<Name extends keyof Calls> = Awaited<ReturnType<Calls[Name]>>

export class AppThread {
  #worker = startWorker()
  readonly #waiting = new Map<number, Settle>()
  #calls = 0
  #address: string | null = null
  #restarting: Promise<void> | null = null
  #stopping = false

  constructor() {
    this.#listen()
  }

  /** Has the thread do something, once it runs. @throws what the thread throws, or when it ends over it */
  async call<Name extends keyof Calls>(
    name: Name,
    ...parameters: Parameters<Calls[Name]>
  ): Promise<Result<Name>> {
    await this.#restarting
    return this.#callNow(name, ...parameters)
  }

  /** Starts Next, and again whenever the thread ends. @returns what hands requests on to it */
  async serve(): Promise<Handle> {
    const socketPath = makeSocketPath()
    await this.#serveOn(socketPath)
    return forwardTo(socketPath)
  }

  /** Tells next-auth where it is reached. */
  announce(address: string): Promise<void> {
    this.#address = address
    return this.call('announce', address)
  }

  /** Lets it finish, writes what it still holds in memory, and ends it. */
  async stop(): Promise<void> {
    this.#stopping = true
    await this.#restarting
    if (this.#isOver()) return
    await this.#callNow('stop')
    await this.#worker.terminate()
  }

  #isOver(): boolean {
    return this.#worker.threadId === -1
  }

  #callNow<Name extends keyof Calls>(
    name: Name,
    ...parameters: Parameters<Calls[Name]>
  ): Promise<Result<Name>> {
    if (this.#isOver()) return Promise.reject(new Error('The app is not running'))
    this.#calls += 1
    const id = this.#calls
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve: resolve as Settle['resolve'], reject })
      this.#worker.postMessage({ id, name, parameters })
    })
  }

  #listen(): void {
    this.#worker.on('message', ({ id, result, error }: Answer) => {
      if (error) this.#waiting.get(id)?.reject(toError(error))
      else this.#waiting.get(id)?.resolve(result)
      this.#waiting.delete(id)
    })
    this.#worker.on('error', (error) => log().error('The app failed', { error }))
    this.#worker.once('exit', () => {
      for (const { reject } of this.#waiting.values()) reject(new Error('The app ended'))
      this.#waiting.clear()
    })
  }

  async #serveOn(socketPath: string): Promise<void> {
    await this.#callNow('serve', socketPath)
    if (this.#address !== null) await this.#callNow('announce', this.#address)
    this.#worker.once('exit', () => {
      this.#restarting = this.#restart(socketPath)
    })
  }

  /** Tries until it serves again, or is to stop. */
  async #restart(socketPath: string): Promise<void> {
    while (!this.#stopping) {
      log().error('The app ended. It is started again.')
      await setTimeout(restartDelayMs)
      rmSync(socketPath, { force: true })
      this.#worker = startWorker()
      this.#listen()
      try {
        return await this.#serveOn(socketPath)
      } catch (error) {
        log().error('The app could not be started again', { error })
        await this.#worker.terminate()
      }
    }
  }
}

const startWorker = () => new Worker(resolve('dist/app.mjs'))

function makeSocketPath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'jeton-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  return process.platform === 'win32' ? `\\\\?\\pipe\\${folder}` : join(folder, 'app.sock')
}

function toError({ name, message }: { name: string; message: string }): Error {
  return name === 'SettingsError' ? new SettingsError(message) : new Error(message)
}
