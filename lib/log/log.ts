import { basename } from 'node:path'
import pino, { type DestinationStream, type Logger } from 'pino'
import { env } from '@/lib/config/settings'
import { describeError, scrub } from '@/lib/log/redact'
import { oncePerProcess } from '@/lib/once-per-process'

/*
 * The server's log: one line of JSON per event, on standard output. See
 * docs/decisions/0017-logs-and-metrics.md. An entry consists only of the fields below: headers,
 * bodies, query strings and accounts cannot be passed.
 */

export interface LogFields {
  requestId?: string | undefined
  method?: string | undefined
  /** The route name: see lib/http/route-name.ts. */
  route?: string | undefined
  status?: number | undefined
  durationMs?: number | undefined
  port?: number | undefined
  /** Anything that was thrown. */
  error?: unknown
}

export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug'

/**
 * Bytes buffered when the reader of standard output has stopped reading. Beyond it, lines are
 * dropped instead of waiting.
 */
const maxWaitingBytes = 2 ** 20

class Log {
  readonly #pino: Logger

  constructor(level: string, destination: DestinationStream) {
    const base = { pid: process.pid, process: isApp ? 'app' : 'main' }
    const formatters = { level: (label: string) => ({ level: label }) }
    this.#pino = pino(
      { level, base, formatters, timestamp: pino.stdTimeFunctions.isoTime },
      destination,
    )
  }

  fatal = this.#writer('fatal')
  error = this.#writer('error')
  warn = this.#writer('warn')
  info = this.#writer('info')
  debug = this.#writer('debug')

  isOn(level: LogLevel): boolean {
    return this.#pino.isLevelEnabled(level)
  }

  #writer(level: LogLevel) {
    return (message: string, fields: LogFields = {}): void => {
      if (this.isOn(level)) this.#pino[level](pick(fields), scrub(message))
    }
  }
}

function pick({ requestId, method, route, status, durationMs, port, error }: LogFields) {
  return {
    requestId,
    method,
    route,
    status,
    durationMs,
    port,
    ...(error !== undefined && { error: describeError(error) }),
  }
}

/** Whether this is the app process: see server/app-process/app-process.ts. */
const isApp = basename(process.argv[1] ?? '') === 'app.cjs'

/**
 * Returns the log of this process. The main process, which verifies, never waits for a slow reader;
 * the app process does, so that it loses no line.
 */
export const log = oncePerProcess('log', () => {
  const destination = pino.destination({ fd: 1, sync: isApp, maxLength: maxWaitingBytes })
  return new Log(env().logLevel, destination)
})
