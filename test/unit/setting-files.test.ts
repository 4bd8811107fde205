import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { parseEnv } from '@/lib/config/settings'

const folder = mkdtempSync(join(tmpdir(), 'jeton-setting-files-'))
afterAll(() => rmSync(folder, { recursive: true }))

function fileWith(text: string): string {
  const path = join(folder, 'setting')
  writeFileSync(path, text)
  return path
}

test('a secret may be in a file, with a line end that does not count', () => {
  const path = fileWith('postgresql://jeton@db/jeton\n')
  expect(parseEnv({ DATABASE_URL_FILE: path }).databaseUrl).toBe('postgresql://jeton@db/jeton')
})

test.each(['JETON_SECRET', 'JETON_SECRET_PREVIOUS', 'JETON_OIDC_CLIENT_SECRET', 'SMTP_URL'])(
  'the file of %s is read, and its contents are in no message',
  (name) => {
    const path = fileWith('hunter2')
    expect(() => parseEnv({ [`${name}_FILE`]: path })).toThrow(name)
    expect(() => parseEnv({ [`${name}_FILE`]: path })).not.toThrow('hunter2')
  },
)

test('a secret that is given twice is refused', () => {
  const variables = { DATABASE_URL: 'file:/x', DATABASE_URL_FILE: fileWith('file:/y') }
  expect(() => parseEnv(variables)).toThrow(
    'DATABASE_URL and DATABASE_URL_FILE are both set: keep one of the two',
  )
})

test.each([
  ['is missing', () => join(folder, 'missing'), /cannot be read \(ENOENT\)/],
  ['is a folder', () => folder, /cannot be read \(EISDIR\)/],
  ['is empty', () => fileWith(' \n'), /is empty/],
  ['is another one', () => fileWith('x'.repeat(100_000)), /too large/],
])('a file that %s stops the start, with its path', (_, pathOf, message) => {
  const path = pathOf()
  expect(() => parseEnv({ SMTP_URL_FILE: path })).toThrow(message)
  expect(() => parseEnv({ SMTP_URL_FILE: path })).toThrow(path)
})

test('a misspelt name of a file is refused, too', () => {
  expect(() => parseEnv({ JETON_SECRETS_FILE: '/run/secrets/jeton' })).toThrow(
    'JETON_SECRETS_FILE is not a setting: JETON_SECRET_FILE is the nearest one',
  )
})
