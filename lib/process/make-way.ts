import { readlinkSync } from 'node:fs'
import { setPriority } from 'node:os'
import { basename } from 'node:path'
import { log } from '@/lib/log'

/** Behind whatever has the usual one, and before what is only to run when nothing else does. */
const niceness = 10

/**
 * Lets the other threads of this process go first, where there are too few cores for all. Linux has a priority for each thread; elsewhere it is the
 * whole process's, and stays.
 */
export function makeWay(): void {
  if (process.platform !== 'linux') return
  try {
    setPriority(Number(basename(readlinkSync('/proc/thread-self'))), niceness)
  } catch (error) {
    log().warn('The app runs at the same priority as verification', { error })
  }
}
