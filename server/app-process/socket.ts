import { lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'

/*
 * Where the app's Unix socket lies: in a folder of the data folder, which no cleaner of temporary files visits. Where the path would be too
 * long for a socket, it is a new folder among the temporary files instead.
 */

/** The system takes 107 bytes, and Node cuts off the rest without a word. */
const maxPathBytes = 100

export interface SocketFolder {
  /** @returns a path at which nothing is, in a folder that only this user can open */
  newSocket(number: number): string
}

export function socketFolder(dataDir: string): SocketFolder {
  if (process.platform === 'win32')
    return { newSocket: (number) => `\\\\?\\pipe\\jeton-${process.pid}-${number}` }
  return {
    newSocket(number) {
      const name = `${process.pid}-${number}.sock`
      const inData = relative(process.cwd(), join(dataDir, 'run', name))
      if (Buffer.byteLength(inData) > maxPathBytes)
        return join(mkdtempSync(join(tmpdir(), 'jeton-')), name)
      makePrivate(join(dataDir, 'run'))
      rmSync(inData, { force: true })
      removeStale(join(dataDir, 'run'))
      return inData
    },
  }
}

/** @throws where something else has the name already */
function makePrivate(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const { uid, mode } = lstatSync(folder)
  const isOurs =
    uid === process.getuid?.() && (mode & 0o077) === 0 && lstatSync(folder).isDirectory()
  if (!isOurs)
    throw new Error(`${folder} must be a folder that only the user of this process can open`)
}

/** Sockets of processes that were killed. */
function removeStale(folder: string): void {
  for (const name of readdirSync(folder).filter((entry) => entry.endsWith('.sock'))) {
    const path = relative(process.cwd(), join(folder, name))
    const attempt = connect(path, () => attempt.destroy())
    attempt.on('error', ({ code }: NodeJS.ErrnoException) => {
      if (code === 'ECONNREFUSED') rmSync(path, { force: true })
    })
  }
}
