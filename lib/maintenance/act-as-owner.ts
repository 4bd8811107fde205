import { chownSync, lstatSync, readdirSync, type Stats, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { providerOf } from '@/lib/db/provider'
import { sqlitePath } from '@/lib/db/sqlite-path'
import { type Env, env } from '@/lib/env'

/*
 * Operators run commands as root, servers do not run as root: what root leaves in the data folder, such as a new secret, a journal or a lock,
 * the server could not open.
 */

/** Goes on as the data folder's owner, for good. */
export function actAsOwner(): void {
  const owner = otherOwnerOf(env().dataDir)
  if (!owner) return
  process.setgroups?.([owner.gid])
  process.setgid?.(owner.gid)
  process.setuid?.(owner.uid)
}

/** Gives the folders' owners what root has made in them, for commands that also read or write elsewhere. */
export function leaveToOwner(): void {
  for (const folder of foldersOf(env())) {
    const owner = otherOwnerOf(folder)
    const files = owner ? readdirSync(folder).map((name) => join(folder, name)) : []
    for (const file of files) if (owner && isRoots(lstatSync(file))) chownSync(file, owner.uid, owner.gid)
  }
}

function foldersOf({ dataDir, databaseUrl }: Env): Set<string> {
  const isFile = providerOf(databaseUrl) === 'sqlite'
  return new Set([dataDir, ...(isFile ? [dirname(sqlitePath(databaseUrl))] : [])])
}

/** A file with another name elsewhere may be anything: somebody could have linked it here. */
const isRoots = (file: Stats) => file.uid === 0 && file.isFile() && file.nlink === 1

/** @returns null unless this is root, and the folder somebody else's */
function otherOwnerOf(folder: string): Stats | null {
  if (process.getuid?.() !== 0) return null
  const owner = statSync(folder, { throwIfNoEntry: false })
  return owner && owner.uid !== 0 ? owner : null
}
