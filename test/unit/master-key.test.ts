import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { describeError, scrub } from '@/lib/log/redact'
import { makeApiTokenSecret } from '@/lib/tokens/api-token-secret'
import { noteSecrets, requireNoSecrets } from '@/test/support/secrets'

/*
 * Two filters: one redacts secrets from foreign texts in the log, the other searches everything
 * that a server prints.
 */

const secrets = {
  'an API token': makeApiTokenSecret(randomBytes),
  'an auth token': `eyJhbGciOiJFZERTQSJ9.${randomBytes(40).toString('base64url')}.${randomBytes(64).toString('base64url')}`,
  'the content of a cookie': `eyJhbGciOiJkaXIifQ..${randomBytes(12).toString('base64url')}.x.y`,
  'a master key': randomBytes(32).toString('base64').replaceAll('/', 'x'),
  'a hash of a password': '$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaGhhc2g',
}

test.each(Object.entries(secrets))('%s is taken out of a text, wherever it stands', (_, secret) => {
  for (const text of [
    secret,
    `before ${secret} after`,
    `"${secret}"`,
    `/path/${secret}?x=${secret}`,
    `x=${secret};`,
  ]) {
    expect(scrub(text)).not.toContain(secret.slice(8, 30))
  }
})

test('the password of a database address is taken out, and the rest is left to read', () => {
  expect(scrub('cannot reach postgresql://jeton:hunter2@db:5432/jeton')).toBe(
    'cannot reach postgresql://jeton:***@db:5432/jeton',
  )
})

test.each([
  'An ordinary sentence.',
  'SQLITE_BUSY: database is locked',
  'at file:///srv/jeton/dist/server.mjs:12:3',
])('%s stays as it is', (text) => expect(scrub(text)).toBe(text))

test('an error is described without its secrets, and without the message that stands above its stack', () => {
  const token = secrets['an API token']
  const error = new Error(`no ${token}`, { cause: new Error(`nor ${token}`) })
  const described = describeError(error)
  expect(described).toMatchObject({
    name: 'Error',
    message: 'no jtn_***',
    cause: { message: 'nor jtn_***' },
  })
  expect(described.stack).toMatch(/^at /)
  expect(JSON.stringify(described)).not.toContain(token)
  expect(describeError({ token })).toEqual({ name: 'object', message: '[object Object]' })
})

test('the scan of a run finds what has the form of a secret, and what the run has used', () => {
  const scan = (text: string) => () => requireNoSecrets(text, '/nowhere')
  expect(scan('Jeton is ready at http://localhost:3000\n{"level":"info"}')).not.toThrow()
  for (const kind of ['an API token', 'an auth token', 'a hash of a password'] as const) {
    expect(scan(`{"msg":"${secrets[kind]}"}`)).toThrow('The server has printed')
  }
  noteSecrets({ password: 'a phrase of this test' })
  expect(scan('wrong: a phrase of this test')).toThrow('a secret that the test used')
  expect(scan('wrong: another phrase')).not.toThrow()
})
