import { closeSync, fsyncSync, mkdtempSync, openSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { syncFolder } from '@/lib/config/sync-folder'

/**
 * Has something made that is to become a file, in a new folder beside that file, which nobody else
 * may enter. So nobody has prepared a name in it: SQLite opens by name, with a journal beside it,
 * and would follow a link.
 * @param kind says what the folder is for, where a command that was killed has left it behind
 */
export async function withDraft<T>(
  file: string,
  kind: string,
  work: (draft: string) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(`${file}.${kind}-`)
  try {
    return await work(join(folder, basename(file)))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * Gives a draft its name, where that is not taken. The name is taken first, by an empty file, and
 * the draft put in its place: a hard link would do both at once, but not every file system has
 * them.
 * @throws EEXIST where there is something under that name, if only a link to nowhere
 */
export function publish(draft: string, file: string): void {
  sync(draft)
  closeSync(openSync(file, 'wx', 0o600))
  try {
    renameSync(draft, file)
  } catch (error) {
    rmSync(file, { force: true })
    throw error
  }
  syncFolder(dirname(file))
}

/** What was written to a file outlasts a power cut. */
export function sync(file: string): void {
  const descriptor = openSync(file, 'r+')
  fsyncSync(descriptor)
  closeSync(descriptor)
}
