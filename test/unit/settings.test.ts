import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { parseEnv } from '@/lib/config/settings'
import { SettingsError } from '@/lib/config/settings-error'
import { identityNames } from '@/test/support/identity-names'

const messageOf = (variables: Record<string, string>): string => {
  try {
    parseEnv(variables)
  } catch (error) {
    if (error instanceof SettingsError) return error.message
    throw error
  }
  throw new Error('These settings were accepted')
}

test('without any setting there is a whole configuration', () => {
  const env = parseEnv({})
  expect(env).toMatchObject({
    host: '127.0.0.1',
    port: 3000,
    authTokenTtlSeconds: 36_000,
    signUp: 'open',
    secondFactor: 'optional',
  })
  expect(env.databaseUrl).toBe(`file:${env.dataDir}/jeton.db`)
})

test.each([
  ['JETON_LOG_LEVEL', 'loud'],
  ['JETON_METRICS_PORT', 'yes'],
])('%s=%s is refused in one line that names it', (name, value) => {
  expect(messageOf({ [name]: value })).toMatch(new RegExp(`^${name} is "${value}": give .+$`))
})

test('metrics are served nowhere unless a port is given, and then on loopback', () => {
  expect(parseEnv({}).metrics).toBeUndefined()
  expect(parseEnv({ JETON_METRICS_PORT: '9464' }).metrics).toEqual({
    host: '127.0.0.1',
    port: 9464,
  })
})

test.each([
  ['30', 30],
  ['3650', 3650],
  ['forever', 'forever'],
])('activity is kept for %s', (text, days) => {
  expect(parseEnv({ JETON_ACTIVITY_DAYS: text }).activityDays).toBe(days)
  expect(parseEnv({}).activityDays).toBe(365)
})

test('an empty variable counts as one that is not set', () => {
  expect(parseEnv({ NC_JWT_EXPIRES_IN: '', PORT: ' ' })).toMatchObject({
    authTokenTtlSeconds: 36_000,
    port: 3000,
  })
})

test.each([
  ['1s', 1],
  ['365d', 31_536_000],
])('a lifetime of %s is accepted', (text, seconds) => {
  expect(parseEnv({ NC_JWT_EXPIRES_IN: text }).authTokenTtlSeconds).toBe(seconds)
})

test.each(['10', '0', '0s', '-1h', 'soon', '366d'])(
  'a lifetime of %s is refused in one line',
  (text) => {
    const message = messageOf({ NC_JWT_EXPIRES_IN: text })
    expect(message).toContain(`NC_JWT_EXPIRES_IN is "${text}"`)
    expect(message).toContain('10h')
    expect(message).not.toContain('\n')
  },
)

test.each([
  [{ PORT: '70000' }, 'PORT'],
  [{ PORT: 'http' }, 'PORT'],
  [{ WEB_CONCURRENCY: '0' }, 'WEB_CONCURRENCY'],
  [{ WEB_CONCURRENCY: 'auto' }, 'WEB_CONCURRENCY'],
  [{ WEB_CONCURRENCY: '1000' }, 'WEB_CONCURRENCY'],
  [{ DATABASE_URL: 'mysql://localhost/x' }, 'DATABASE_URL'],
  [{ DATABASE_URL: 'postgresql://' }, 'DATABASE_URL'],
  [{ HOST: 'http://localhost' }, 'HOST'],
  [{ HOST: 'localhost:3000' }, 'HOST'],
  [{ HOST: '[::1]:3000' }, 'HOST'],
  [{ JETON_METRICS_HOST: '127.0.0.1:9464' }, 'JETON_METRICS_HOST'],
  [{ JETON_DATABASE_CONNECTIONS: '0' }, 'JETON_DATABASE_CONNECTIONS'],
  [{ JETON_LEASES: 'yes' }, 'JETON_LEASES'],
  [{ NEXTAUTH_URL: 'tokens.example.com' }, 'NEXTAUTH_URL'],
  [{ NEXTAUTH_URL: 'https://example.com/jeton' }, 'NEXTAUTH_URL'],
  [{ JETON_SIGNUP: 'maybe' }, 'JETON_SIGNUP'],
  [{ JETON_SECOND_FACTOR: 'on' }, 'JETON_SECOND_FACTOR'],
  [{ JETON_RATE_LIMIT: 'maybe' }, 'JETON_RATE_LIMIT'],
  [{ JETON_ACTIVITY_DAYS: '29' }, 'JETON_ACTIVITY_DAYS'],
  [{ JETON_ACTIVITY_DAYS: '0' }, 'JETON_ACTIVITY_DAYS'],
  [{ JETON_ACTIVITY_DAYS: '1y' }, 'JETON_ACTIVITY_DAYS'],
  [{ JETON_ACTIVITY_DAYS: '100000' }, 'JETON_ACTIVITY_DAYS'],
  [{ JETON_TRUST_PROXY: 'true' }, 'JETON_TRUST_PROXY'],
  [{ JETON_TRUST_PROXY: '-1' }, 'JETON_TRUST_PROXY'],
  [{ JETON_TRUST_PROXY: '10.0.0.0/33' }, 'JETON_TRUST_PROXY'],
  [{ JETON_TRUST_PROXY: '10.0.0.1, proxy.example.com' }, 'JETON_TRUST_PROXY'],
  [{ JETON_TOKEN_HEADERS: 'x_api_key' }, 'JETON_TOKEN_HEADERS'],
  [{ JETON_TOKEN_HEADERS: 'x-api-key,' }, 'JETON_TOKEN_HEADERS'],
  [{ JETON_TOKEN_HEADERS: 'x-api-key p-access-token' }, 'JETON_TOKEN_HEADERS'],
  [{ JETON_TOKEN_HEADERS: 'x-api-key:' }, 'JETON_TOKEN_HEADERS'],
  [{ JETON_TOKEN_HEADERS: '*' }, 'JETON_TOKEN_HEADERS'],
  [{ JETON_SECURITY_CONTACT: 'security@example.com' }, 'JETON_SECURITY_CONTACT'],
  [{ JETON_SECURITY_CONTACT: 'http://example.com' }, 'JETON_SECURITY_CONTACT'],
  [{ JETON_SECURITY_CONTACT: 'https://a.example\nExpires: x' }, 'JETON_SECURITY_CONTACT'],
  [{ JETON_CORS_ORIGINS: 'app.example.com' }, 'JETON_CORS_ORIGINS'],
  [{ JETON_CORS_ORIGINS: 'null' }, 'JETON_CORS_ORIGINS'],
  [{ JETON_CORS_ORIGINS: 'https://app.example.com/page' }, 'JETON_CORS_ORIGINS'],
  [{ JETON_CORS_ORIGINS: 'https://*.example.com' }, 'JETON_CORS_ORIGINS'],
  [{ JETON_CORS_ORIGINS: 'tauri://localhost/page' }, 'JETON_CORS_ORIGINS'],
  [{ JETON_CORS_ORIGINS: 'tauri://' }, 'JETON_CORS_ORIGINS'],
  [{ JETON_CORS_ORIGINS: 'tauri:localhost' }, 'JETON_CORS_ORIGINS'],
  [{ JETON_CORS_ORIGINS: 'tauri://user@localhost' }, 'JETON_CORS_ORIGINS'],
  [{ JETON_CORS_ORIGINS: 'chrome-extension://*' }, 'JETON_CORS_ORIGINS'],
  [{ JETON_CORS_ORIGINS: 'file://' }, 'JETON_CORS_ORIGINS'],
  [{ JETON_CORS_ORIGINS: 'https://app.example.com,' }, 'JETON_CORS_ORIGINS'],
  [{ JETON_CORS_ORIGINS: 'https://app.example.com, *' }, 'JETON_CORS_ORIGINS'],
])('%j is refused by its name', (variables, name) => {
  expect(messageOf(variables)).toMatch(new RegExp(`^${name} is `))
})

test('verification looks for tokens in the headers that are named, in their order', () => {
  expect(parseEnv({}).tokenHeaders).toEqual([])
  const text = 'X-Api-Key, cf-access-client-secret ,p-access-token,proxy-authorization'
  expect(parseEnv({ JETON_TOKEN_HEADERS: text }).tokenHeaders).toEqual([
    'x-api-key',
    'cf-access-client-secret',
    'p-access-token',
    'proxy-authorization',
  ])
})

test.each([
  ['x-api-key,X-API-Key', 'x-api-key', 'leave out the second'],
  ['x-api-key,xc-token', 'xc-token', 'read in any case'],
  ['xc-auth', 'xc-auth', 'read in any case'],
  ['Authorization', 'authorization', 'read in any case'],
  ['remote-user', 'remote-user', 'whose token'],
  ['x-token-id', 'x-token-id', 'whose token'],
  ['x-token-secret', 'x-token-secret', 'whose token'],
  ['x-auth-request-groups', 'x-auth-request-groups', 'whose token'],
  ['x-service', 'x-service', 'whose token'],
  ['host', 'host', 'needs for itself'],
  ['x-api-key,cookie', 'cookie', 'needs for itself'],
  ['content-length', 'content-length', 'needs for itself'],
  ['transfer-encoding', 'transfer-encoding', 'needs for itself'],
  ['connection', 'connection', 'needs for itself'],
  ['upgrade', 'upgrade', 'needs for itself'],
  ['forwarded', 'forwarded', 'needs for itself'],
  ['x-forwarded-for', 'x-forwarded-for', 'needs for itself'],
  ['x-forwarded-access-token', 'x-forwarded-access-token', 'needs for itself'],
  ['origin', 'origin', 'needs for itself'],
  ['access-control-request-method', 'access-control-request-method', 'needs for itself'],
  ['sec-websocket-protocol', 'sec-websocket-protocol', 'needs for itself'],
  ['user-agent', 'user-agent', 'needs for itself'],
])('tokens in %s are refused: %s, and why', (text, name, reason) => {
  const message = messageOf({ JETON_TOKEN_HEADERS: text })
  expect(message).toContain('JETON_TOKEN_HEADERS is not usable: leave out ')
  expect(message).toContain(name)
  expect(message).toContain(reason)
  expect(message).not.toContain('\n')
})

test.each(identityNames)('no token is looked for in an identity header: %s', (name) => {
  expect(messageOf({ JETON_TOKEN_HEADERS: name })).toContain('whose token')
})

test('blanks and a line end around a value are no part of it, whatever the setting', () => {
  const secret = randomBytes(32).toString('base64')
  const values = {
    NC_JWT_EXPIRES_IN: '2 days',
    DATABASE_URL: 'postgresql://u:p@localhost/x',
    JETON_DATA_DIR: '/srv/jeton',
    JETON_SECRET: secret,
    JETON_SECRET_PREVIOUS: secret,
    PORT: '4000',
    HOST: '::1',
    WEB_CONCURRENCY: '2',
    NEXTAUTH_URL: 'https://tokens.example.com',
    JETON_SIGNUP: 'closed',
    JETON_RATE_LIMIT: 'off',
    JETON_LOG_LEVEL: 'warn',
    JETON_METRICS_PORT: '9464',
    JETON_METRICS_HOST: '::1',
  }
  const untidy = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, `\uFEFF ${value} \r\n`]),
  )
  expect(parseEnv(untidy)).toEqual(parseEnv(values))
})

test.each([
  ['JETON_SIGN_UP', 'closed', 'JETON_SIGNUP'],
  ['jeton_signup', 'closed', 'JETON_SIGNUP'],
  ['JETON_SECRETS', 'x', 'JETON_SECRET'],
  ['DATABASE_URI', 'postgresql://localhost/x', 'DATABASE_URL'],
  ['NEXT_AUTH_URL', 'https://tokens.example.com', 'NEXTAUTH_URL'],
  ['NC_JWT_EXPIRE_IN', '1h', 'NC_JWT_EXPIRES_IN'],
])(
  '%s stops the start by its name and the nearest one, and not by its value',
  (name, value, nearest) => {
    const message = messageOf({ [name]: value })
    expect(message).toContain(`${name} is not a setting: ${nearest} is the nearest one`)
    expect(message).not.toContain(value)
  },
)

test('names that are not meant for a setting are let be', () => {
  const others = {
    HOME: '/root',
    NC_DB: 'pg://localhost',
    JETON_TEST_BROWSER: '/usr/bin/chromium',
    JETON_IGNORE_DOTENV: '1',
    JETON_SIGN_UP: '',
    // Set by Kubernetes for a service with the name "jeton".
    JETON_SERVICE_HOST: '10.0.0.1',
    JETON_SERVICE_PORT_HTTP: '3000',
    JETON_PORT: 'tcp://10.0.0.1:3000',
    JETON_PORT_3000_TCP_ADDR: '10.0.0.1',
  }
  expect(parseEnv(others)).toEqual(parseEnv({}))
  const url = 'postgresql://localhost/x'
  expect(parseEnv({ DATABASE_URL: url, DATABASE_URI: 'other' }).databaseUrl).toBe(url)
})

test('a secret that is too short is refused, and not shown', () => {
  const short = randomBytes(16).toString('base64')
  const message = messageOf({ JETON_SECRET: short })
  expect(message).toMatch(
    /^JETON_SECRET is not usable: give at least 32 random bytes.*; it has 16$/,
  )
  expect(message).not.toContain(short)
})

test('a secret before is one, and never alone', () => {
  const secret = randomBytes(32).toString('base64')
  expect(messageOf({ JETON_SECRET: secret, JETON_SECRET_PREVIOUS: 'short' })).toMatch(
    /^JETON_SECRET_PREVIOUS is not usable: give at least 32/,
  )
  expect(messageOf({ JETON_SECRET_PREVIOUS: secret })).toBe(
    'JETON_SECRET_PREVIOUS is set, and JETON_SECRET is not: set both, or neither',
  )
  expect(parseEnv({ JETON_SECRET: secret, JETON_SECRET_PREVIOUS: secret }).previousSecret).toBe(
    secret,
  )
})

test.each(['0.0.0.0', 'localhost', '::', '[::1]', 'fe80::1%eth0', '0:0:0:0:0:0:0:1'])(
  'HOST may be %s',
  (HOST) => {
    expect(parseEnv({ HOST }).host).toBe(HOST.replace(/[[\]]/g, ''))
  },
)

test('the password in a database address is not shown', () => {
  expect(messageOf({ DATABASE_URL: 'mysql://jeton:hunter2@localhost/x' })).not.toContain('hunter2')
})

test.each([
  ['*', '*'],
  [
    'https://App.example.com/, http://localhost:80',
    ['https://app.example.com', 'http://localhost'],
  ],
  ['tauri://localhost,capacitor://localhost/', ['tauri://localhost', 'capacitor://localhost']],
  ['APP://Obsidian.md, http://localhost:5173', ['app://obsidian.md', 'http://localhost:5173']],
  ['x+y://[::1]:8080', ['x+y://[::1]:8080']],
])('other origins, %s, are kept as browsers send them', (text, origins) => {
  expect(parseEnv({ JETON_CORS_ORIGINS: text }).corsOrigins).toEqual(origins)
})

test('null is refused with what it stands for', () => {
  expect(messageOf({ JETON_CORS_ORIGINS: 'https://app.example.com, null' })).toMatch(
    /leave out null, .+ every/,
  )
})

test('an address is kept as its origin', () => {
  expect(parseEnv({ NEXTAUTH_URL: 'https://tokens.example.com/' }).publicUrl).toBe(
    'https://tokens.example.com',
  )
})

const provider = {
  JETON_OIDC_ISSUER: 'https://auth.example.com',
  JETON_OIDC_CLIENT_ID: 'jeton',
  JETON_OIDC_CLIENT_SECRET: 'a secret',
}

test('a provider is whole, or there is none', () => {
  expect(parseEnv({}).oidc).toBeNull()
  expect(parseEnv(provider).oidc).toMatchObject({
    issuer: 'https://auth.example.com',
    scopes: 'openid email profile',
    name: 'auth.example.com',
    algorithm: 'RS256',
    groupsClaim: 'groups',
    ownerGroups: [],
    autoRedirect: 'off',
    signUp: 'on',
  })
  for (const name of Object.keys(provider))
    expect(messageOf({ ...provider, [name]: '' })).toContain(`${name} is not`)
})

test.each([
  ['JETON_OIDC_ISSUER', 'auth.example.com'],
  ['JETON_OIDC_ISSUER', 'http://auth.example.com'],
  ['JETON_OIDC_ISSUER', 'https://auth.example.com/?tenant=1'],
  ['JETON_OIDC_SCOPES', 'email profile'],
  ['JETON_OIDC_ALGORITHM', 'HS256'],
  ['JETON_OIDC_SIGNUP', 'off'],
  ['JETON_OIDC_AUTO_REDIRECT', 'yes'],
  ['JETON_PASSWORDS', 'no'],
  ['JETON_TOKEN_NEEDS_SIGNIN', '30'],
])('%s=%s is refused', (name, value) => {
  expect(messageOf({ ...provider, [name]: value })).toMatch(`${name} is "${value}": give`)
})

test('a provider of this machine needs no TLS, and an issuer keeps its slash', () => {
  for (const issuer of ['http://localhost:8080', 'http://127.0.0.1:1', 'https://a.example/o/x/'])
    expect(parseEnv({ ...provider, JETON_OIDC_ISSUER: issuer }).oidc?.issuer).toBe(issuer)
})

test('owner groups have commas between them', () => {
  const { oidc } = parseEnv({ ...provider, JETON_OIDC_OWNER_GROUPS: ' admins, the chiefs,' })
  expect(oidc?.ownerGroups).toEqual(['admins', 'the chiefs'])
})

test('without passwords there has to be a provider', () => {
  expect(messageOf({ JETON_PASSWORDS: 'off' })).toContain('JETON_OIDC_ISSUER')
  expect(parseEnv({ ...provider, JETON_PASSWORDS: 'off' }).passwords).toBe('off')
})

const mail = {
  SMTP_URL: 'smtps://jeton%40example.com:p%3Aw@mail.example.com',
  MAIL_FROM: 'Jeton <jeton@example.com>',
  NEXTAUTH_URL: 'https://tokens.example.com',
}

test('mail is off unless it is set, and its address is read as URLs are written', () => {
  expect(parseEnv({}).mail).toBeUndefined()
  expect(parseEnv(mail).mail).toEqual({
    from: mail.MAIL_FROM,
    server: {
      host: 'mail.example.com',
      port: 465,
      isTls: true,
      auth: { user: 'jeton@example.com', pass: 'p:w' },
    },
  })
  expect(parseEnv({ ...mail, SMTP_URL: 'smtp://[::1]:25' }).mail?.server).toEqual({
    host: '::1',
    port: 25,
    isTls: false,
    auth: undefined,
  })
})

test.each(['SMTP_URL', 'MAIL_FROM', 'NEXTAUTH_URL'] as const)(
  'mail without %s is refused in a line that names it',
  (missing) => {
    const message = messageOf({ ...mail, [missing]: '' })
    expect(message).toContain(missing)
    expect(message).not.toContain('\n')
  },
)

test.each([
  'mail.example.com',
  'https://mail.example.com',
  'smtp://',
  'smtp://mail.example.com/folder',
  'smtp://mail.example.com?pool=true',
  'smtp://user:100%@mail.example.com',
])('%s is no mail server, and the message does not repeat it', (url) => {
  const message = messageOf({ ...mail, SMTP_URL: url })
  expect(message).toMatch(/^SMTP_URL is not usable: give /)
  expect(message).not.toContain('100%')
})

test.each([
  'jeton',
  '<jeton@example.com',
  'a@example.com, b@example.com',
  'Jeton jeton@example.com',
])('%s sends no mail', (from) => {
  expect(messageOf({ ...mail, MAIL_FROM: from })).toMatch(/^MAIL_FROM is "/)
})

test.each([
  ['JETON_SOCKET', 'jeton.sock'],
  ['JETON_SOCKET', `/${'x'.repeat(107)}`],
  ['JETON_SOCKET_MODE', '999'],
])('%s=%s is refused', (name, value) => {
  expect(messageOf({ [name]: value })).toContain(`${name} is "${value}": give an`)
})

test('a path of 107 bytes names a socket', () => {
  const path = `/${'x'.repeat(106)}`
  expect(parseEnv({ JETON_SOCKET: path }).socket).toEqual({ path, mode: 0o660 })
})

test.each([
  ['2', '41', { count: 2, pid: 41 }],
  ['', '41', { count: 0, pid: 41 }],
  ['two', '-1', { count: 0, pid: 0 }],
  ['999999999', '41', { count: 0, pid: 41 }],
])('LISTEN_FDS=%s and LISTEN_PID=%s never stop a start', (count, pid, passed) => {
  expect(parseEnv({ LISTEN_FDS: count, LISTEN_PID: pid }).passedSockets).toEqual(passed)
})

test('a demo reads where it listens and nothing of an installation', () => {
  const env = parseEnv({
    DEMO: '1',
    PORT: '4000',
    DATABASE_URL: 'postgresql://jeton:password@db.example.com/jeton',
    JETON_SECRET: randomBytes(32).toString('base64'),
    JETON_SECRET_PREVIOUS_FILE: '/nonexistent',
    SMTP_URL: 'smtp://mail.example.com',
    JETON_OIDC_ISSUER: 'https://login.example.com',
    JETON_PASSWORDS: 'off',
    WEB_CONCURRENCY: '4',
  })
  expect(env).toMatchObject({ ...parseEnv({}), isDemo: true, port: 4000 })
  expect(parseEnv({}).isDemo).toBe(false)
})
