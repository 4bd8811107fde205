import { BlockList, isIP } from 'node:net'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { parseDuration } from '@/lib/config/duration'
import { findMisspelt } from '@/lib/config/known-settings'
import { PostgresUrlError, parsePostgresUrl } from '@/lib/db/postgres/url'
import type { TrustedProxies } from '@/lib/http/client-address'
import type { CorsOrigins } from '@/lib/http/cors'
import { oncePerProcess } from '@/lib/once-per-process'

/** The settings, read once from the environment. No other code reads `process.env`. */
export interface Env {
  dataDir: string
  /** A `file:` or a `postgresql:` URL. */
  databaseUrl: string
  /** The maximum number of PostgreSQL connections of this process, excluding the verifier's own. */
  databaseConnections: number
  /** Whether a process may cache PostgreSQL's answers while it holds a lease. */
  leases: 'on' | 'off'
  /** The master key as set; undefined: it is in the data folder. */
  secret: string | undefined
  /**
   * The previous master key, during a rotation and for as long as what it signed is to be accepted.
   */
  previousSecret: string | undefined
  host: string
  port: number
  /** The number of processes that share the port. */
  workers: number
  /**
   * The public origin, without a trailing slash; undefined: the address that this process listens
   * on.
   */
  publicUrl: string | undefined
  authTokenTtlSeconds: number
  /** The keep-alive time of an idle connection. */
  keepAliveSeconds: number
  /** How long requests are still answered after the shutdown signal. */
  stopDelaySeconds: number
  signUp: 'open' | 'closed'
  /** Origins whose pages may call the API from a browser. */
  corsOrigins: CorsOrigins
  rateLimit: 'on' | 'off'
  /** How long entries are kept in the audit log. */
  activityDays: number | 'forever'
  /** The proxies whose `X-Forwarded-For` is trusted for the source address. */
  trustedProxies: TrustedProxies
  logLevel: (typeof logLevels)[number]
  /** The address that serves metrics; undefined: metrics are off. */
  metrics: { host: string; port: number } | undefined
}

/**
 * A setting or another input of the process that prevents the start. The message is one line that
 * says what to change.
 */
export class SettingsError extends Error {
  override name = 'SettingsError'
}

const logLevels = ['silent', 'fatal', 'error', 'warn', 'info', 'debug'] as const

/**
 * @param text describes the expected value
 * @returns a parser of durations in whole seconds
 */
const duration = (min: number, max: number, text: string) =>
  z.string().transform((value, context) => {
    const seconds = parseDuration(value)
    if (seconds !== null && seconds >= min && seconds <= max) return seconds
    context.addIssue(`give a whole number and a unit, ${text}`)
    return z.NEVER
  })

const ttl = duration(1, 365 * 86_400, 'such as 90m, 10h or "2 days", from 1s to 365d')
const keepAlive = duration(1, 3_600, 'such as 125s or 5m, from 1s to 1h')
const stopDelay = duration(0, 3_600, 'such as 5s, from 0s to 1h')

const port = z
  .string()
  .regex(/^\d{1,5}$/, 'give a port number from 0 to 65535')
  .transform(Number)
  .refine((value) => value <= 65_535, 'give a port number from 0 to 65535')

/** A host name or address. URLs put IPv6 addresses in brackets; a socket takes them without. */
const host = z.string().transform((text, context) => {
  const bare = text.trim().replace(/^\[(.*)\]$/, '$1')
  if (isIP(bare) !== 0 || /^[^\s:/@?#[\]]+$/.test(bare)) return bare
  context.addIssue(
    'give a name or an address alone, such as 0.0.0.0 or ::1; the port has a setting of its own',
  )
  return z.NEVER
})

const workers = z
  .string()
  .regex(/^[1-9]\d{0,2}$/, 'give a number of processes, from 1 to 999')
  .transform(Number)

/** The database refuses to delete younger rows: see prisma/migrations. */
const minActivityDays = 30

const activityDays = z.string().transform((text, context) => {
  if (text === 'forever') return text
  if (/^\d{1,5}$/.test(text) && Number(text) >= minActivityDays) return Number(text)
  context.addIssue(`give a number of days, from ${minActivityDays} to 99999, or forever`)
  return z.NEVER
})

const secret = z.string().superRefine((text, context) => {
  const wanted = 'give at least 32 random bytes in base64, such as `openssl rand -base64 32` prints'
  const bytes = Buffer.from(text, 'base64').length
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(text))
    context.addIssue(`${wanted}; it holds something else than base64`)
  else if (bytes < 32) context.addIssue(`${wanted}; it has ${bytes}`)
})

const connections = z
  .string()
  .regex(/^[1-9]\d{0,3}$/, 'give a number of connections, from 1 to 9999')
  .transform(Number)

const sqliteUrl = /^file:(?!:memory:)[^?]+$/

const databaseUrl = z.string().transform((url, context) => {
  if (sqliteUrl.test(url)) return `file:${resolve(url.slice('file:'.length))}`
  const fault = /^postgres(ql)?:\/\//.test(url)
    ? faultOfPostgresUrl(url)
    : 'give a SQLite file, such as file:./data/jeton.db, or a server, such as postgresql://user:password@host/database'
  if (fault === null) return url
  context.addIssue(fault)
  return z.NEVER
})

function faultOfPostgresUrl(url: string): string | null {
  try {
    parsePostgresUrl(url)
    return null
  } catch (error) {
    if (error instanceof PostgresUrlError) return error.message
    throw error
  }
}

/**
 * @returns the database URL; the path of a SQLite file is absolute
 * @throws SettingsError that says what is wrong, without showing any part of the URL
 */
export function parseDatabaseUrl(text: string): string {
  const { data, error } = databaseUrl.safeParse(text)
  if (data !== undefined) return data
  throw new SettingsError(error?.issues[0]?.message ?? 'not usable')
}

const publicUrl = z
  .string()
  .refine(
    isOrigin,
    'give the address that people type, without a path, such as https://tokens.example.com',
  )
  .transform((url) => new URL(url).origin)

function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, pathname, search, hash } = new URL(text)
  return ['http:', 'https:'].includes(protocol) && pathname + search + hash === '/'
}

const corsOrigins = z.string().transform((text, context): CorsOrigins => {
  if (text.trim() === '*') return '*'
  const given = text.split(',').map((origin) => origin.trim())
  const origins = given.flatMap((origin) => toOrigin(origin) ?? [])
  if (origins.length === given.length) return origins
  context.addIssue(
    given.includes('null')
      ? 'leave out null, which is the origin of every sandboxed page and every local file'
      : 'give origins with commas between them, such as https://app.example.com or tauri://localhost, or * alone',
  )
  return z.NEVER
})

/**
 * An origin with a scheme that a program or a browser has registered for its own pages. `URL`
 * returns no origin for such a scheme.
 */
const ownSchemeOrigin = /^[a-z][a-z0-9+.-]*:\/\/(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/

/** @returns the origin as browsers send it, or null when the text is not an origin */
function toOrigin(text: string): string | null {
  if (text.includes('*')) return null
  if (/^https?:/i.test(text)) return isOrigin(text) ? new URL(text).origin : null
  const origin = text.replace(/\/$/, '').toLowerCase()
  return ownSchemeOrigin.test(origin) ? origin : null
}

const trustedProxies = z.string().transform((text, context): TrustedProxies => {
  if (/^\s*\d\s*$/.test(text)) return Number(text)
  const list = new BlockList()
  if (text.split(',').every((network) => addNetwork(list, network.trim()))) return list
  context.addIssue(
    'give how many proxies stand in front, or their addresses, such as 127.0.0.1 or 10.0.0.0/8',
  )
  return z.NEVER
})

/**
 * Adds an address or a network to the list.
 * @returns false when the text is neither
 */
function addNetwork(list: BlockList, text: string): boolean {
  const [, address = '', bits] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? []
  const isSix = isIP(address) === 6
  if (isIP(address) === 0 || Number(bits ?? 0) > (isSix ? 128 : 32)) return false
  list.addSubnet(address, Number(bits ?? (isSix ? 128 : 32)), isSix ? 'ipv6' : 'ipv4')
  return true
}

const settings = z.object({
  NC_JWT_EXPIRES_IN: ttl.default(36_000),
  DATABASE_URL: databaseUrl.optional(),
  JETON_DATABASE_CONNECTIONS: connections.default(10),
  JETON_DATA_DIR: z.string().default('./data'),
  JETON_LEASES: z.enum(['on', 'off'], { error: 'give on or off' }).default('off'),
  JETON_SECRET: secret.optional(),
  JETON_SECRET_PREVIOUS: secret.optional(),
  PORT: port.default(3000),
  HOST: host.default('127.0.0.1'),
  WEB_CONCURRENCY: workers.default(1),
  NEXTAUTH_URL: publicUrl.optional(),
  JETON_SIGNUP: z.enum(['open', 'closed'], { error: 'give open or closed' }).default('open'),
  JETON_CORS_ORIGINS: corsOrigins.default([]),
  JETON_RATE_LIMIT: z.enum(['on', 'off'], { error: 'give on or off' }).default('on'),
  JETON_ACTIVITY_DAYS: activityDays.default(365),
  JETON_TRUST_PROXY: trustedProxies.default(0),
  JETON_LOG_LEVEL: z
    .enum(logLevels, { error: `give one of ${logLevels.join(', ')}` })
    .default('info'),
  JETON_KEEP_ALIVE: keepAlive.default(125),
  JETON_STOP_DELAY: stopDelay.default(0),
  JETON_METRICS_PORT: port.optional(),
  JETON_METRICS_HOST: host.default('127.0.0.1'),
})

/**
 * Settings whose values never appear in messages: they hold a master key or may hold a password.
 */
const confidential = ['JETON_SECRET', 'JETON_SECRET_PREVIOUS', 'DATABASE_URL']

function complain(name: string, value: string | undefined, message: string): string {
  return confidential.includes(name)
    ? `${name} is not usable: ${message}`
    : `${name} is "${value}": ${message}`
}

/**
 * Parses the settings. An empty variable counts as unset. White space and line ends around a value
 * are ignored, because files and shells leave them there.
 * @throws SettingsError with one line about the first bad setting
 */
export function parseEnv(variables: Record<string, string | undefined>): Env {
  const trimmed = Object.entries(variables).map(
    ([name, value = '']) => [name, value.trim()] as const,
  )
  const set: Record<string, string> = Object.fromEntries(
    trimmed.filter(([, value]) => value !== ''),
  )
  refuseMisspelt(set)
  const result = settings.safeParse(set)
  if (!result.success) {
    const issue = result.error.issues[0]
    const name = String(issue?.path[0])
    throw new SettingsError(complain(name, set[name], issue?.message ?? 'not usable'))
  }
  const read = result.data
  if (read.JETON_SECRET_PREVIOUS !== undefined && read.JETON_SECRET === undefined)
    throw new SettingsError(
      'JETON_SECRET_PREVIOUS is set, and JETON_SECRET is not: set both, or neither',
    )
  const dataDir = resolve(read.JETON_DATA_DIR)
  return {
    dataDir,
    databaseUrl: read.DATABASE_URL ?? `file:${join(dataDir, 'jeton.db')}`,
    databaseConnections: read.JETON_DATABASE_CONNECTIONS,
    leases: read.JETON_LEASES,
    secret: read.JETON_SECRET,
    previousSecret: read.JETON_SECRET_PREVIOUS,
    host: read.HOST,
    port: read.PORT,
    workers: read.WEB_CONCURRENCY,
    publicUrl: read.NEXTAUTH_URL,
    authTokenTtlSeconds: read.NC_JWT_EXPIRES_IN,
    keepAliveSeconds: read.JETON_KEEP_ALIVE,
    stopDelaySeconds: read.JETON_STOP_DELAY,
    signUp: read.JETON_SIGNUP,
    corsOrigins: read.JETON_CORS_ORIGINS,
    rateLimit: read.JETON_RATE_LIMIT,
    activityDays: read.JETON_ACTIVITY_DAYS,
    trustedProxies: read.JETON_TRUST_PROXY,
    logLevel: read.JETON_LOG_LEVEL,
    metrics: metricsAddress(read.JETON_METRICS_HOST, read.JETON_METRICS_PORT),
  }
}

function refuseMisspelt(variables: Record<string, string>): void {
  const found = findMisspelt(variables, Object.keys(settings.shape))
  if (!found) return
  const { name, nearest } = found
  throw new SettingsError(
    `${name} is not a setting: ${nearest} is the nearest one, set that or remove ${name}`,
  )
}

const metricsAddress = (host: string, port: number | undefined) =>
  port === undefined ? undefined : { host, port }

/** Returns the settings of this thread. */
export const env = oncePerProcess('env', () => parseEnv(process.env))

/**
 * Returns the path of the settings file beside this product, from which settings were read as well
 * (scripts/settings-file.mjs); null when it is ignored.
 */
export const settingsFile = (): string | null =>
  process.env.JETON_IGNORE_DOTENV ? null : resolve('.env')

/** Changes the home directory in which libraries look for their files, such as `.pgpass` for pg. */
export function moveHome(folder: string): void {
  process.env.HOME = folder
}
