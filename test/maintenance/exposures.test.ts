import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, chownSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { exposures } from '@/lib/config/file-permissions'
import { loadMasterSecrets } from '@/lib/config/master-key'
import { SettingsError } from '@/lib/config/settings-error'
import { runCommand } from '@/test/support/maintenance'
import { failToStart, makeDataDir, removeDataDir } from '@/test/support/server'

/*
 * Files that others can read or write: tolerable permissions cause a warning, and permissions that
 * compromise the installation cause a refusal.
 */

let dataDir: string
let secret: string
let database: string
const settings = () => ({
  dataDir,
  databaseUrl: `file:${database}`,
  secret: undefined,
  previousSecret: undefined,
})

beforeEach(() => {
  dataDir = makeDataDir()
  secret = join(dataDir, 'secret')
  database = join(dataDir, 'jeton.db')
  writeFileSync(secret, randomBytes(32).toString('base64'), { mode: 0o600 })
  writeFileSync(database, '', { mode: 0o600 })
})
afterEach(() => removeDataDir(dataDir))

test('of what this product makes by itself there is nothing to say', () => {
  expect(exposures(settings())).toEqual([])
})

test.each([0o640, 0o604, 0o644, 0o444, 0o440])(
  'a secret of mode %o is taken, with one line',
  (mode) => {
    chmodSync(secret, mode)
    const octal = `0${mode.toString(8)}`
    expect(exposures(settings())).toEqual([
      `${secret} can be read by others (mode ${octal}): chmod 600 ${secret}`,
    ])
    expect(loadMasterSecrets(settings())).toHaveLength(1)
  },
)

test('and so is the next one; a secret that is set has no mode', () => {
  writeFileSync(`${secret}.next`, randomBytes(32).toString('base64'))
  chmodSync(`${secret}.next`, 0o644)
  expect(exposures(settings())).toEqual([
    expect.stringContaining('secret.next can be read by others'),
  ])
  expect(exposures({ ...settings(), secret: 'set' })).toEqual([])
})

test.each([0o620, 0o602, 0o666])(
  'a secret of mode %o, which others can write, is refused',
  (mode) => {
    chmodSync(secret, mode)
    expect(() => loadMasterSecrets(settings())).toThrow(SettingsError)
    expect(() => loadMasterSecrets(settings())).toThrow(/can be written by others .* chmod 600/)
  },
)

test('a folder that others can write is said; a database that others can read, where they can enter the folder', () => {
  chmodSync(database, 0o644)
  expect(exposures(settings())).toEqual([])
  chmodSync(dataDir, 0o757)
  expect(exposures(settings())).toEqual([
    `${database} can be read by others (mode 0644): chmod 600 ${database}`,
    `${dataDir} can be written by others (mode 0757): chmod 700 ${dataDir}`,
  ])
})

test.each([
  ['JETON_SECRET=', 0],
  ['PORT=3000\nDATABASE_URL=file:./data/jeton.db', 0],
  ['#JETON_SECRET=abc', 0],
  ['JETON_SECRET="abc"', 1],
  ['PORT=3000\nDATABASE_URL=postgresql://jeton:password@host/jeton', 1],
])('a file of settings that others can read is said where it holds a secret: %j', (text, lines) => {
  const file = join(dataDir, '.env')
  writeFileSync(file, text)
  chmodSync(file, 0o644)
  expect(exposures(settings(), file)).toHaveLength(lines)
  chmodSync(file, 0o600)
  expect(exposures(settings(), file)).toEqual([])
})

test.runIf(process.getuid?.() === 0)('a secret that belongs to somebody else is said', () => {
  chownSync(secret, 65_533, 65_533)
  expect(exposures(settings())).toEqual([
    expect.stringContaining('belongs to another user (65533)'),
  ])
})

test('a start refuses a secret that others can write, and one that is a FIFO, in one line each', async () => {
  chmodSync(secret, 0o666)
  const open = await failToStart({ JETON_DATA_DIR: dataDir })
  expect(open).toEqual({
    code: 1,
    output: expect.stringContaining(`Jeton cannot start: ${secret} can be written`),
  })
  rmSync(secret)
  execFileSync('mkfifo', ['-m', '600', secret])
  const waiting = await failToStart({ JETON_DATA_DIR: dataDir })
  expect(waiting).toEqual({ code: 1, output: expect.stringContaining(`${secret} is not a file`) })
})

test('each command says it, too, before it goes on', async () => {
  chmodSync(secret, 0o644)
  const { output } = await runCommand(['rotate-secret'], {
    JETON_DATA_DIR: dataDir,
    DATABASE_URL: `file:${database}`,
  })
  expect(output).toContain(
    `npm run rotate-secret: WARNING: ${secret} can be read by others (mode 0644)`,
  )
})
