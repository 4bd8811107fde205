import { expect, test } from 'vitest'
import { connectionSettings } from '@/lib/db/postgres/session'
import { parsePostgresUrl, withoutPassword } from '@/lib/db/postgres/url'

const faultOf = (url: string): string => {
  try {
    parsePostgresUrl(url)
  } catch (error) {
    return (error as Error).message
  }
  return 'none'
}

test.each([
  [
    'postgresql://jeton@/db?host=/var/run/postgresql',
    { user: 'jeton', host: '/var/run/postgresql', database: 'db' },
  ],
  ['postgresql:///db?host=/var/run/postgresql', { host: '/var/run/postgresql', database: 'db' }],
  [
    'postgresql://jeton:pw@%2Fvar%2Frun%2Fpostgresql/db',
    { password: 'pw', host: '/var/run/postgresql' },
  ],
  [
    'postgres://jeton:p%40s%23%2F%3F%25%20w@db.internal:6432/db',
    { password: 'p@s#/?% w', port: 6432 },
  ],
  ['postgresql://jeton:p@ss@db.internal/db', { password: 'p@ss', host: 'db.internal' }],
  ['postgresql://jeton:100%@db.internal/db', { password: '100%', host: 'db.internal' }],
  ['postgresql://jeton@[::1]:5433/db', { host: '::1', port: 5433 }],
  [
    'postgresql://db.internal/db?user=jeton@azure&password=p',
    { user: 'jeton@azure', password: 'p' },
  ],
  ['postgresql://jeton@db.internal/db?sslmode=no-verify', { ssl: { rejectUnauthorized: false } }],
  ['postgresql://jeton@db.internal/db?options=endpoint%3Done', { options: 'endpoint=one' }],
])('%s is taken', (url, endpoint) => {
  expect(parsePostgresUrl(url).endpoint).toMatchObject(endpoint)
})

test.each([
  'postgresql://jeton:hunter#2@db.internal/db',
  'postgresql://jeton:12#hunter2@db.internal/db',
  'postgresql://jeton:12/hunter2@db.internal/db',
  'postgresql://jeton:12?hunter2@db.internal/db',
  'postgresql://jeton:12?a=hunter2@db.internal/db',
  'postgresql://jeton:hunter/2@db.internal/db',
  'postgresql://jeton:hunter?2@db.internal/db',
  'postgresql://jeton:hunter@2/x@db.internal/db',
  'postgresql://jeton:hunter 2@db.internal/db',
  'postgresql://jeton:hunter%ff2@db.internal/db',
])('a password that would be torn is not shown, and is to be percent-encoded: %s', (url) => {
  expect(faultOf(url)).toMatch(/percent-encode the password/)
  expect(faultOf(url)).not.toContain('hunter')
})

test.each([
  ['postgresql://', 'such as postgresql://'],
  ['postgresql://jeton@one:5432,two:5432/db', 'several hosts'],
  ['postgresql://jeton@one,two/db', 'several hosts'],
  ['postgresql:///db?host=one,two', 'several hosts'],
  ['postgresql://jeton@one/db?port=x', 'port'],
  ['postgresql://jeton@one/db?sslrootcert=/nowhere.pem', 'TLS cannot be read (ENOENT)'],
  ['postgresql://jeton@one/db?schema=', 'schema is not usable'],
  ['postgresql://jeton@one/db?schema=pg_jeton', 'schema is not usable'],
  ['postgresql://jeton@one/db?schema=a%22b', 'schema is not usable'],
  [`postgresql://jeton@one/db?schema=${'x'.repeat(64)}`, 'schema is not usable'],
  ['postgresql://jeton@one/db?currentSchema=jeton', '?schema='],
])('%s is refused in words', (url, words) => {
  expect(faultOf(url)).toContain(words)
})

test('of a URL, where to connect and the schema are taken over, and nothing else', () => {
  const settings =
    'application_name=x&statement_timeout=1&query_timeout=1&client_encoding=latin1&binary=true'
  const more = 'keepAlive=false&connectionTimeoutMillis=1&replication=database&lock_timeout=1&max=1'
  const url = `postgresql://jeton:pw@db.internal:5432/db?${settings}&${more}`
  expect(connectionSettings(url)).toEqual(
    connectionSettings('postgresql://jeton:pw@db.internal:5432/db'),
  )
  expect(connectionSettings(url)).toMatchObject({
    application_name: 'jeton-server',
    keepAlive: true,
  })
})

test.each([
  ['postgresql://jeton:pw@db.internal:5432/db?sslmode=disable', 'postgresql://db.internal:5432/db'],
  ['postgresql://jeton:pw@[::1]:5432/db?schema=one', 'postgresql://[::1]:5432/db?schema=one'],
  [
    'postgresql:///db?host=/run/postgresql&user=u&password=pw',
    'postgresql:///db?host=/run/postgresql',
  ],
])('without a password, %s is %s', (url, name) => {
  expect(withoutPassword(url)).toBe(name)
})
