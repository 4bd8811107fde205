import { statSync } from 'node:fs'

/**
 * The file that a connection has open. SQLite keeps using a file that was removed or replaced: its
 * reads are then stale, and its writes are lost.
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
