import { chmodSync, lstatSync } from 'node:fs'
import type { Server } from 'node:http'
import { dirname } from 'node:path'
import { SettingsError } from '@/lib/config/settings-error'
import { trustSocketsOf } from '@/lib/http/client-address'
import { removeIfStale } from '@/server/stale-socket'

/*
 * The public HTTP server on a Unix socket, beside its port (JETON_SOCKET), for a proxy on the same
 * machine.
 */

/** The Unix socket to listen on, and its mode. */
export interface PublicSocket {
  path: string
  mode: number
}

/**
 * Makes the path free: removes a socket that a killed process has left.
 * @throws SettingsError if another process listens there, or the path is no socket
 */
export async function freePath(path: string): Promise<void> {
  const found = lstatSync(path, { throwIfNoEntry: false })
  if (!found) return
  if (!found.isSocket()) throw complaint(path, 'something else has this name: give another path')
  if (await removeIfStale(path)) throw complaint(path, 'another process listens there')
}

/**
 * Listens on the path, which is free. Users who can open the folder and the socket may connect; the
 * socket has no wider mode before it has its own.
 */
export async function listenOnSocket(server: Server, { path, mode }: PublicSocket): Promise<void> {
  trustSocketsOf(server)
  await new Promise<void>((resolve, reject) => {
    server.once('error', ({ code }: NodeJS.ErrnoException) =>
      reject(complaint(path, `nothing can listen in ${dirname(path)} (${code})`)),
    )
    server.listen(path, resolve)
  })
  chmodSync(path, mode)
}

const complaint = (path: string, message: string) =>
  new SettingsError(`JETON_SOCKET is "${path}": ${message}`)
