import { rmSync } from 'node:fs'
import { connect } from 'node:net'

/**
 * Removes a Unix socket that no process listens on, as one leaves behind that was killed.
 * @returns whether a process listens on it
 */
export function removeIfStale(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const attempt = connect(path, () => {
      attempt.destroy()
      resolve(true)
    })
    attempt.once('error', ({ code }: NodeJS.ErrnoException) => {
      if (code === 'ECONNREFUSED') rmSync(path, { force: true })
      // EAGAIN: its queue of connections is full.
      resolve(code === 'EAGAIN')
    })
  })
}
