import { type ChildProcess, fork } from 'node:child_process'
import { resolve } from 'node:path'
import { SettingsError } from '@/lib/config/settings-error'
import { log } from '@/lib/log/log'
import type { Answer, Calls, StopRequest } from '@/server/app-process/main'

type Settle = { resolve: (result: unknown) => void; reject: (error: Error) => void }

export type Result<Name extends keyof Calls> = Awaited<ReturnType<Calls[Name]>>

/**
 * One run of the app process, and calls of its functions over the channel that Node opens to a
 * child process. The process exits when the channel closes, however this process ends.
 */
export class Child {
  readonly process: ChildProcess = fork(resolve('scripts/app.cjs'), [], {
    serialization: 'advanced',
  })
  readonly #pending = new Map<number, Settle>()
  #calls = 0

  /** @param onStop called when the app process has received a signal */
  constructor(onStop: () => void) {
    this.process.on('message', (message: Answer | StopRequest) => {
      if ('stop' in message) onStop()
      else this.#settle(message)
    })
    this.process.on('error', (error) => log().error('The app process failed', { error }))
    this.process.once('disconnect', () => {
      for (const { reject } of this.#pending.values()) reject(new Error('The app process ended'))
      this.#pending.clear()
    })
  }

  isOver(): boolean {
    return !this.process.connected
  }

  /** @throws the error that the function throws, or an Error if the process exits first */
  call<Name extends keyof Calls>(
    name: Name,
    ...parameters: Parameters<Calls[Name]>
  ): Promise<Result<Name>> {
    if (this.isOver()) return Promise.reject(new Error('The app process is not running'))
    this.#calls += 1
    const id = this.#calls
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve: resolve as Settle['resolve'], reject })
      // A send fails only if the channel is closed, which rejects all pending calls.
      this.process.send({ id, name, parameters }, () => {})
    })
  }

  #settle({ id, result, error }: Answer): void {
    if (error) this.#pending.get(id)?.reject(toError(error))
    else this.#pending.get(id)?.resolve(result)
    this.#pending.delete(id)
  }
}

function toError({ name, message }: { name: string; message: string }): Error {
  if (name === 'SettingsError') return new SettingsError(message)
  return Object.assign(new Error(message), { name })
}
