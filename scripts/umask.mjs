/*
 * Build output is readable by everyone who can read the sources: another user, or a test, may start
 * what root has built. The server sets a umask of its own that keeps its files private.
 */
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './root.mjs'

const users = process.umask(0o022)
process.umask(users)

/**
 * @returns the user's umask, relaxed by the read access of the sources; it grants no write access
 */
export function builderMask() {
  const { mode } = statSync(join(root, 'package.json'))
  const readers = (mode & 0o040 ? 0o050 : 0) | (mode & 0o004 ? 0o005 : 0)
  return users & ~readers
}

/** Runs synchronous work with that umask, such as starting a program, which inherits it. */
export function asBuilder(work) {
  const before = process.umask(builderMask())
  try {
    return work()
  } finally {
    process.umask(before)
  }
}
