import { closeSync, fsyncSync, openSync } from 'node:fs'

/**
 * What a folder says that cannot be read, or whose file system knows no such thing: there is
 * nothing more to be done then.
 */
const notPossible = ['EACCES', 'EINVAL', 'EISDIR', 'ENOSYS', 'ENOTSUP', 'EPERM']

/** What was made or renamed in a folder outlasts a power cut. Windows sees to that by itself. */
export function syncFolder(path: string): void {
  if (process.platform === 'win32') return
  try {
    const folder = openSync(path, 'r')
    try {
      fsyncSync(folder)
    } finally {
      closeSync(folder)
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? `${error.code}` : ''
    if (!notPossible.includes(code)) throw error
  }
}
