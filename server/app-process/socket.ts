import { lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { SettingsError } from '@/lib/config/settings-error'
import { removeIfStale } from '@/server/stale-socket'

/*
 * The app's Unix socket is in a subfolder of the data folder, which no cleaner of temporary files
 * touches. If that path is too long for a socket, it is in a new folder in the system's temporary
 * folder.
 */

/** The system allows 107 bytes, and Node truncates a longer path silently. */
const maxPathBytes = 100

export interface SocketFolder {
  /** @returns an unused path, in a folder that only this user can access */
  newSocket(number: number): string
}

export function socketFolder(dataDir: string): SocketFolder {
  if (process.platform === 'win32')
    return { newSocket: (number) => `\\\\?\\pipe\\jeton-${process.pid}-${number}` }
  return {
    newSocket(number) {
      const name = `${process.pid}-${number}.sock`
      const inData = shortest(join(dataDir, 'run', name))
      if (Buffer.byteLength(inData) > maxPathBytes)
        return join(mkdtempSync(join(tmpdir(), 'jeton-')), name)
      makePrivate(join(dataDir, 'run'))
      rmSync(inData, { force: true })
      removeStale(join(dataDir, 'run'))
      return inData
    },
  }
}

/**
 * Creates the folder.
 * @throws SettingsError if the path is not a folder that only this user can access
 */
function makePrivate(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const { uid, mode } = lstatSync(folder)
  const isOurs =
    uid === process.getuid?.() && (mode & 0o077) === 0 && lstatSync(folder).isDirectory()
  if (!isOurs)
    throw new SettingsError(
      `${folder} must be a folder that only the user of this process can open: remove it, or start as its owner`,
    )
}

/** Removes the sockets of processes that were killed. */
function removeStale(folder: string): void {
  for (const name of readdirSync(folder).filter((entry) => entry.endsWith('.sock'))) {
    void removeIfStale(shortest(join(folder, name)))
  }
}

/** The path from the folder where the process runs, or the whole one. */
function shortest(path: string): string {
  const fromHere = relative(process.cwd(), path)
  return Buffer.byteLength(fromHere) < Buffer.byteLength(path) ? fromHere : path
}
