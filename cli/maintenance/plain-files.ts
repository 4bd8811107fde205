import { lstatSync, readdirSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { Refusal } from '@/cli/maintenance/refusal'

/**
 * What SQLite, and the locks of lib/db/serving-lock.ts, keep beside a database, under its name and
 * one of these.
 */
const beside = /^(-wal|-shm|-journal|\.lock.*|\.rotation-lock.*)$/

/**
 * A link would lead elsewhere, and to open a FIFO can take for ever. The database itself may be a
 * link.
 * @throws Refusal for a database, or anything that belongs to it, that is no file
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

/** What belongs to a database, without the database itself. */
function filesBeside(path: string): string[] {
  const folder = dirname(path)
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return []
  const name = basename(path)
  return readdirSync(folder)
    .filter((other) => other.startsWith(name) && beside.test(other.slice(name.length)))
    .map((other) => join(folder, other))
}
