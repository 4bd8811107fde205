import { setTimeout } from 'node:timers/promises'
import type { Engine } from '@/test/image/engine'

/* A container of the image, published on a free loopback port. */

/** Nothing of the image can be changed, no folder but the data is writable, and no privilege. */
export const confinement = ['--read-only', '--cap-drop=ALL', '--security-opt=no-new-privileges']

/** A start on a busy machine takes longer than the one that is measured. */
const startLimitMs = 120_000

export interface Container {
  name: string
  address: string
  /** From the command that started it until /api/ready was 200. */
  readyMs: number
  /** Runs a program in it, as the same user. */
  execute: (...args: string[]) => Promise<string>
  log: () => Promise<string>
}

export class Containers {
  readonly #engine: Engine
  readonly #image: string
  readonly #names: string[] = []
  readonly #volumes: string[] = []

  constructor(engine: Engine, image: string) {
    this.#engine = engine
    this.#image = image
  }

  /** @returns the name of a new volume for data */
  async newVolume(): Promise<string> {
    const name = `jeton-test-${process.pid}-data-${this.#volumes.length + 1}`
    this.#volumes.push(name)
    await this.#engine.call('volume', 'create', name)
    return name
  }

  /**
   * Starts a container, and does not wait for it.
   * @returns its name
   */
  async start(...options: string[]): Promise<string> {
    const name = `jeton-test-${process.pid}-${this.#names.length + 1}`
    this.#names.push(name)
    // Podman would otherwise make /tmp writable.
    const bare = this.#engine.name === 'podman' ? ['--read-only-tmpfs=false'] : []
    const own = ['--detach', '--name', name, '--publish', '127.0.0.1::3000']
    const limits = ['--env', 'JETON_RATE_LIMIT=off']
    await this.#engine.call(
      'run',
      ...own,
      ...confinement,
      ...bare,
      ...limits,
      ...options,
      this.#image,
    )
    return name
  }

  /** Starts a container, and waits until it is ready. */
  async startReady(...options: string[]): Promise<Container> {
    const begin = performance.now()
    const name = await this.start(...options)
    const [published = ''] = (await this.#engine.call('port', name, '3000/tcp')).split('\n')
    const address = `http://${published}`
    await this.#until(name, () => isReady(address))
    const execute = (...command: string[]) => this.execute(name, command)
    const readyMs = performance.now() - begin
    return { name, address, readyMs, execute, log: () => this.log(name) }
  }

  /** Waits until the server in a container says that it is ready, wherever it listens. */
  hasSaidReady(name: string): Promise<void> {
    return this.#until(name, async () => /^Jeton is ready at/m.test(await this.log(name)))
  }

  async #until(name: string, isTrue: () => Promise<boolean>): Promise<void> {
    const limit = performance.now() + startLimitMs
    while (!(await isTrue())) {
      if (!(await this.isRunning(name)) || performance.now() > limit)
        throw new Error(`The container did not start:\n${await this.log(name)}`)
      await setTimeout(20)
    }
  }

  async isRunning(name: string): Promise<boolean> {
    return (await this.inspect(name, '{{.State.Running}}')) === 'true'
  }

  inspect(name: string, format: string): Promise<string> {
    return this.#engine.call('inspect', '--format', format, name)
  }

  log(name: string): Promise<string> {
    return this.#engine.log(name)
  }

  /** Runs a program in a container. */
  execute(name: string, command: string[], ...options: string[]): Promise<string> {
    return this.#engine.call('exec', ...options, name, ...command)
  }

  /** @returns the exit code */
  async stop(name: string, seconds = 20): Promise<number> {
    await this.#engine.call('stop', '--time', String(seconds), name)
    return Number(await this.inspect(name, '{{.State.ExitCode}}'))
  }

  /** Removes every container and volume. */
  async remove(): Promise<void> {
    for (const name of this.#names)
      await this.#engine.call('rm', '--force', '--volumes', name).catch(() => {})
    for (const name of this.#volumes)
      await this.#engine.call('volume', 'rm', '--force', name).catch(() => {})
  }
}

const isReady = (address: string) =>
  fetch(`${address}/api/ready`).then(
    ({ ok }) => ok,
    () => false,
  )
