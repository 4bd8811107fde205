import { log } from '@/lib/log/log'

/**
 * Logs an uncaught exception, without secrets, and ends the process, because its in-memory state
 * may be corrupt.
 */
export function logUncaughtErrors(): void {
  process.on('uncaughtException', (error) => {
    log().fatal('The server failed', { error })
    process.exit(1)
  })
}
