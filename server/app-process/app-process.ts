import { rmSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { env } from '@/lib/config/settings'
import { log } from '@/lib/log/log'
import { Child, type Result } from '@/server/app-process/child'
import { forwardTo, type Handle, type Upstream } from '@/server/app-process/forward'
import type { Calls } from '@/server/app-process/main'
import { socketFolder } from '@/server/app-process/socket'

/*
 * Next and Prisma run in a child process: docs/decisions/0011-next-in-a-process-of-its-own.md. Page
 * rendering, password checks and commits that wait for the disk do not delay verification, and a
 * crash of the app does not affect it. Requests reach the app over a Unix socket that only this
 * user can open.
 */

const restartDelayMs = 250
const watchIntervalMs = 5_000

/** A process that does not answer within this time is considered hung, and is replaced. */
const stuckMs = 30_000

export class AppProcess implements Upstream {
  #child = this.#start()
  readonly #folder = socketFolder(env().dataDir)
  #sockets = 0
  #socketPath: string | null = null
  #address: string | null = null
  #restarting: Promise<void> | null = null
  #repairing: Promise<void> | null = null
  #stopping = false

  /**
   * Calls a function in the app process, once the process runs.
   * @throws the error that the function throws, or an Error if the process exits first
   */
  async call<Name extends keyof Calls>(
    name: Name,
    ...parameters: Parameters<Calls[Name]>
  ): Promise<Result<Name>> {
    await this.#restarting
    return this.#child.call(name, ...parameters)
  }

  /**
   * Starts Next, and restarts it whenever the process exits.
   * @returns the handler that forwards requests to it
   */
  async serve(): Promise<Handle> {
    await this.#serveOnNewSocket()
    process.once('exit', () => this.#removeSocket())
    setInterval(() => this.#watch(), watchIntervalMs).unref()
    return forwardTo(this)
  }

  /** Sets the address at which next-auth is reached. */
  announce(address: string): Promise<void> {
    this.#address = address
    return this.call('announce', address)
  }

  socketPath(): string | null {
    return this.#restarting ? null : this.#socketPath
  }

  repair(): Promise<void> {
    this.#repairing ??= this.#listenAgain().finally(() => {
      this.#repairing = null
    })
    return this.#repairing
  }

  /** Lets the app process drain its requests and flush its buffers, and ends it. */
  async stop(): Promise<void> {
    this.#stopping = true
    await this.#restarting
    if (this.#child.isOver()) return
    const exited = new Promise((resolve) => this.#child.process.once('exit', resolve))
    await this.#child.call('stop')
    this.#child.process.disconnect()
    await exited
  }

  #start(): Child {
    return new Child(() => this.#askToStop())
  }

  /** Handles a signal received by the app process: this process shuts down both. */
  #askToStop(): void {
    if (!this.#stopping) process.kill(process.pid, 'SIGTERM')
  }

  async #serveOnNewSocket(): Promise<void> {
    const child = this.#child
    await child.call('serve')
    if (this.#address !== null) await child.call('announce', this.#address)
    await this.#listenOnNewSocket()
    child.process.once('exit', (code, signal) => {
      if (!this.#stopping)
        log().error(`The app process exited (${signal ?? `code ${code}`}), restarting`)
      this.#restarting = this.#restart().finally(() => {
        this.#restarting = null
      })
    })
  }

  async #listenOnNewSocket(): Promise<void> {
    this.#removeSocket()
    this.#sockets += 1
    const path = this.#folder.newSocket(this.#sockets)
    await this.#child.call('listen', path)
    this.#socketPath = path
  }

  /** Called if the socket was removed, or does not accept connections. */
  async #listenAgain(): Promise<void> {
    await this.call('ping')
    log().warn('The app socket refused a connection, listening on a new one')
    await this.#listenOnNewSocket()
  }

  #removeSocket(): void {
    if (this.#socketPath !== null) rmSync(this.#socketPath, { force: true })
  }

  /** Retries until the process serves again, or the server shuts down. */
  async #restart(): Promise<void> {
    while (!this.#stopping) {
      await wait(restartDelayMs)
      this.#child = this.#start()
      try {
        return await this.#serveOnNewSocket()
      } catch (error) {
        log().error('The app process could not be restarted', { error })
        this.#child.process.kill('SIGKILL')
      }
    }
  }

  /** Kills a hung process, which is then replaced. */
  async #watch(): Promise<void> {
    if (this.#restarting || this.#stopping) return
    const child = this.#child
    const late = wait(stuckMs, 'late', { ref: false })
    const answer = await Promise.race([child.call('ping'), late]).catch(() => null)
    if (answer !== 'late' || this.#stopping || child !== this.#child) return
    log().error('The app process does not answer, killing it')
    child.process.kill('SIGKILL')
  }
}
