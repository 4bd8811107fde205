import { isAbsolute } from 'node:path'
import { z } from 'zod'
import { duration } from '@/lib/config/duration'
import { host, port } from '@/lib/config/listen-address'

export interface ServerSettings {
  host: string
  port: number
  /** The Unix socket to listen on as well, and its mode; undefined for none. */
  socket: { path: string; mode: number } | undefined
  /** The number of processes that share the port. */
  workers: number
  /** The keep-alive time of an idle connection. */
  keepAliveSeconds: number
  /** How long requests are still answered after the shutdown signal. */
  stopDelaySeconds: number
  /**
   * Sockets that a supervisor has opened, from descriptor 3 on, and the process that they are for.
   */
  passedSockets: { count: number; pid: number }
}

const keepAlive = duration(1, 3_600, 'such as 125s or 5m, from 1s to 1h')
const stopDelay = duration(0, 3_600, 'such as 5s, from 0s to 1h')

const workers = z
  .string()
  .regex(/^[1-9]\d{0,2}$/, 'give a number of processes, from 1 to 999')
  .transform(Number)

/** The system allows 107 bytes, and Node cuts a longer path short without a word. */
const maxSocketPathBytes = 107

const socketPath = z
  .string()
  .refine(
    (path) => isAbsolute(path) && Buffer.byteLength(path) <= maxSocketPathBytes,
    `give an absolute path of at most ${maxSocketPathBytes} bytes, such as /run/jeton/jeton.sock`,
  )

const socketMode = z
  .string()
  .regex(/^0?[0-7]{3}$/, 'give an octal mode, such as 0660')
  .transform((text) => Number.parseInt(text, 8))

/** Those that another program has inherited and left behind are for another process. */
const passed = (pattern: RegExp) =>
  z
    .string()
    .transform((text) => (pattern.test(text) ? Number(text) : 0))
    .default(0)

export const serverVariables = z.object({
  PORT: port.default(3000),
  HOST: host.default('127.0.0.1'),
  JETON_SOCKET: socketPath.optional(),
  JETON_SOCKET_MODE: socketMode.default(0o660),
  WEB_CONCURRENCY: workers.default(1),
  JETON_KEEP_ALIVE: keepAlive.default(125),
  JETON_STOP_DELAY: stopDelay.default(0),
  // sd_listen_fds(3)
  LISTEN_FDS: passed(/^\d{1,3}$/),
  LISTEN_PID: passed(/^\d{1,9}$/),
})

export const toServerSettings = (variables: z.output<typeof serverVariables>): ServerSettings => ({
  host: variables.HOST,
  port: variables.PORT,
  socket: variables.JETON_SOCKET
    ? { path: variables.JETON_SOCKET, mode: variables.JETON_SOCKET_MODE }
    : undefined,
  workers: variables.WEB_CONCURRENCY,
  keepAliveSeconds: variables.JETON_KEEP_ALIVE,
  stopDelaySeconds: variables.JETON_STOP_DELAY,
  passedSockets: { count: variables.LISTEN_FDS, pid: variables.LISTEN_PID },
})
