import { closeSync, fsyncSync, openSync } from 'node:fs'

/**
 * Errors of a folder that cannot be read, or whose file system cannot sync folders. They are
 * ignored, because nothing more can be done.
 */
const notPossible = ['EACCES', 'EINVAL', 'EISDIR', 'ENOSYS', 'ENOTSUP', 'EPERM']

/**
 * Syncs a folder to disk, so that files created or renamed in it survive a power failure. Windows
 * does so by itself.
 */
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
