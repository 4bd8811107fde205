import { log } from '@/lib/log/log'

/** A fault that nothing has caught ends the process, as it should: what is in memory may be wrong. It is said in the log, without secrets. */
export function logUncaughtErrors(): void {
  process.on('uncaughtException', (error) => {
    log().fatal('The server failed', { error })
    process.exit(1)
  })
}
