import { statSync } from 'node:fs'

/**
 * The file that a connection has open. SQLite holds on to a file that was removed or replaced under its name: what it says from
 * then on is the past, and what is written to it is lost.
 */
export class OpenFile {
  readonly #path: string
  readonly #identity: string | null

  constructor(path: string) {
    this.#path = path
    this.#identity = identityOf(path)
  }

  /** Whether the path still names this file. */
  isCurrent(): boolean {
    return this.#identity !== null && identityOf(this.#path) === this.#identity
  }
}

function identityOf(path: string): string | null {
  const stats = statSync(path, { throwIfNoEntry: false })
  return stats ? `${stats.dev}:${stats.ino}` : null
}
