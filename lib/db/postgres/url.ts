import type pg from 'pg'
import { parse, toClientConfig } from 'pg-connection-string'

/** The server and the credentials: the only parts of a `DATABASE_URL` that a connection uses. */
type Endpoint = Pick<
  pg.ClientConfig,
  'user' | 'password' | 'host' | 'port' | 'database' | 'ssl' | 'sslnegotiation' | 'options'
>

export interface PostgresUrl {
  endpoint: Endpoint
  /** The schema of the tables; null when the URL names none, and the role's search path decides. */
  schema: string | null
}

/**
 * An error in a URL. The message shows no part of the URL, because any part may belong to the
 * password.
 */
export class PostgresUrlError extends Error {
  override name = 'PostgresUrlError'
}

/** Also shown when the server rejects the password: a %41 in a password is read as an A. */
export const encodeThePassword =
  'percent-encode the password: # is %23, / is %2F, ? is %3F, @ is %40, a space is %20, % is %25'
const wantedForm = 'give a server, such as postgresql://user:password@host/database'

/**
 * Parameters whose values may contain an @. Elsewhere after the host, an @ belongs to a password
 * that was split.
 */
const mayHoldAt = [
  'user',
  'password',
  'options',
  'sslcert',
  'sslkey',
  'sslrootcert',
  'application_name',
]

/**
 * Other programs' names for `?schema=`. Ignoring such a schema would start a new, empty
 * installation.
 */
const otherSpellings = ['currentSchema', 'search_path', 'searchpath']

/** PostgreSQL truncates longer names. */
const maxNameBytes = 63

/**
 * Parses a PostgreSQL URL.
 * @throws PostgresUrlError with a message for people
 */
export function parsePostgresUrl(url: string): PostgresUrl {
  requireOneReading(url)
  const parsed = parseOrExplain(url)
  const names = new URLSearchParams(/\?(.*)/s.exec(url)?.[1])
  if (otherSpellings.some((name) => names.has(name)))
    throw new PostgresUrlError('name the schema as ?schema=')
  if (parsed.host?.includes(',')) throw new PostgresUrlError('it names several hosts: give one')
  const { user, password, host, port, database, ssl, sslnegotiation, options } =
    portOrExplain(parsed)
  const given = { user, password, host, port, database, ssl, sslnegotiation, options }
  return {
    endpoint: Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
    schema: typeof parsed.schema === 'string' ? requireUsable(parsed.schema) : null,
  }
}

/**
 * Rejects ambiguous URLs: a `#`, `/` or `?` in a password would end the host early, and the
 * connection would go to another host.
 */
function requireOneReading(url: string): void {
  const [, authority = '', path = '', query = ''] =
    /^postgres(?:ql)?:\/\/([^/?#]*)([^?]*)\??(.*)$/s.exec(url) ?? []
  if (!authority && !path && !query) throw new PostgresUrlError(wantedForm)
  const strays = query.split('&').filter((pair) => !mayHoldAt.includes(pair.split('=')[0] ?? ''))
  if (/[\s#]/.test(url) || [path, ...strays].some((part) => part.includes('@')))
    throw new PostgresUrlError(encodeThePassword)
  if (authority.slice(authority.lastIndexOf('@') + 1).includes(','))
    throw new PostgresUrlError('it names several hosts: give one')
}

function parseOrExplain(url: string) {
  try {
    return parse(url)
  } catch (error) {
    if (error instanceof URIError) throw new PostgresUrlError(encodeThePassword)
    if (error instanceof Error && 'syscall' in error && 'code' in error)
      throw new PostgresUrlError(`a file that it names for TLS cannot be read (${error.code})`)
    throw new PostgresUrlError(
      url.includes('@') ? `${wantedForm}; ${encodeThePassword}` : wantedForm,
    )
  }
}

function portOrExplain(parsed: ReturnType<typeof parse>): pg.ClientConfig {
  try {
    return toClientConfig(parsed)
  } catch {
    throw new PostgresUrlError('its port is no number')
  }
}

function requireUsable(schema: string): string {
  const isUsable =
    schema.trim() !== '' &&
    Buffer.byteLength(schema) <= maxNameBytes &&
    // Prisma does not escape quotation marks.
    !/[\p{Cc}"]|^pg_|^information_schema$/u.test(schema)
  if (isUsable) return schema
  throw new PostgresUrlError(
    `the schema is not usable: give a name of 1 to ${maxNameBytes} bytes, without quotation marks, that does not begin with pg_`,
  )
}

/** Returns the server, the database and the schema of a URL, without user and password. */
export function withoutPassword(url: string): string {
  const { endpoint, schema } = parsePostgresUrl(url)
  const { host = '', port, database = '' } = endpoint
  const isSocket = host.startsWith('/')
  const authority = isSocket
    ? ''
    : (host.includes(':') ? `[${host}]` : host) + (port ? `:${port}` : '')
  const query = [isSocket && `host=${host}`, schema !== null && `schema=${schema}`].filter(Boolean)
  return `postgresql://${authority}/${database}${query.length > 0 ? `?${query.join('&')}` : ''}`
}
