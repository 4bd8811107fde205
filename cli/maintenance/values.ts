/*
 * The canonical text form of a column's value. It does not depend on the database, so values can be
 * compared, and both databases can parse it.
 */

export type Kind = 'text' | 'integer' | 'real' | 'boolean' | 'time' | 'json' | 'bytes'

export type Value = string | null

export type Row = Value[]

/**
 * @param raw the value from SQLite's driver, or PostgreSQL's text
 * @throws where it is not a value of that kind
 */
export const toValue = (kind: Kind, raw: unknown): Value => (raw === null ? null : spell[kind](raw))

const spell: Record<Kind, (raw: unknown) => string> = {
  text: String,
  integer: (raw) => BigInt(raw as string | bigint).toString(),
  real: (raw) => String(Number(raw)),
  boolean: (raw) => (['1', 't', 'true'].includes(String(raw)) ? '1' : '0'),
  time: toTime,
  json: (raw) => JSON.stringify(inOrder(JSON.parse(String(raw)))),
  bytes: (raw) => (Buffer.isBuffer(raw) ? raw.toString('hex') : String(raw).replace(/^\\x/, '')),
}

/** The format in which Prisma's adapter stores times in SQLite, to the millisecond. */
const stored = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00$/
const hasZone = /(Z|[+-]\d\d(:?\d\d)?)$/

function toTime(raw: unknown): string {
  if (typeof raw === 'string' && stored.test(raw)) return raw
  return read(raw).toISOString().replace('Z', '+00:00')
}

/**
 * Parses a time. The clock of SQLite, and PostgreSQL, give no zone: both are UTC here. A number is
 * in milliseconds.
 */
function read(raw: unknown): Date {
  if (typeof raw !== 'string') return new Date(Number(raw))
  const text = raw.replace(' ', 'T')
  return new Date(hasZone.test(text.slice('2000-01-01'.length)) ? text : `${text}Z`)
}

/** Sorts the keys of objects, because PostgreSQL does not preserve their order. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, inner]) => [key, inOrder(inner)]))
}
