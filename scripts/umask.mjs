/*
 * Whoever may read the sources may read what is made from them: another user may start what root has built, and tests do. The server's own
 * files are closed to others, by a umask that it sets itself.
 */
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './root.mjs'

const users = process.umask(0o022)
process.umask(users)

/** @returns the user's umask without what the sources are open for; nobody more may write */
export function builderMask() {
  const { mode } = statSync(join(root, 'package.json'))
  const readers = (mode & 0o040 ? 0o050 : 0) | (mode & 0o004 ? 0o005 : 0)
  return users & ~readers
}

/** Does something with that umask, such as starting a program, which takes it over. It must not wait for anything. */
export function asBuilder(work) {
  const before = process.umask(builderMask())
  try {
    return work()
  } finally {
    process.umask(before)
  }
}
