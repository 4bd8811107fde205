import { lstatSync, readdirSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { Refusal } from '@/cli/maintenance/refusal'

/**
 * Suffixes of the files that SQLite and the locks of lib/db/serving-lock.ts keep beside a database.
 */
const beside = /^(-wal|-shm|-journal|\.lock.*|\.rotation-lock.*)$/

/**
 * Requires regular files: a link would redirect access, and opening a FIFO may block indefinitely.
 * The database itself may be a link.
 * @throws Refusal where the database, or a file that belongs to it, is not a regular file
 */
export function requirePlainFiles(path: string): void {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (stats && !stats.isFile()) throw new Refusal(`${path} is not a file`)
  for (const file of filesBeside(path)) {
    const found = lstatSync(file, { throwIfNoEntry: false })
    if (found && !found.isFile())
      throw new Refusal(`${file} is not a file, but a link or something else: remove it`)
  }
}

/** Returns the files that belong to a database, except the database itself. */
function filesBeside(path: string): string[] {
  const folder = dirname(path)
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return []
  const name = basename(path)
  return readdirSync(folder)
    .filter((other) => other.startsWith(name) && beside.test(other.slice(name.length)))
    .map((other) => join(folder, other))
}
