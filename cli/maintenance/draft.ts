import { closeSync, fsyncSync, mkdtempSync, openSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { syncFolder } from '@/lib/config/sync-folder'

/**
 * Creates a draft of a file in a new folder beside that file, which no other user may enter. SQLite
 * opens files by name, with a journal beside them, and follows links; in this folder, no other user
 * can have prepared such a name. The folder is removed afterwards.
 * @param kind part of the folder's name, for one that a killed command has left behind
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
 * Renames a draft to its final name, unless that is taken. An empty file reserves the name first,
 * and the draft replaces it. A hard link would do both atomically, but not every file system has
 * them.
 * @throws EEXIST where the name is taken, also by a dangling link
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

/** Flushes a file to disk, so that its content survives a power failure. */
export function sync(file: string): void {
  const descriptor = openSync(file, 'r+')
  fsyncSync(descriptor)
  closeSync(descriptor)
}
