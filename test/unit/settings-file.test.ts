import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readSettings } from '@/scripts/settings-file.mjs'

const folder = mkdtempSync(join(tmpdir(), 'jeton-settings-'))
const file = join(folder, '.env')
afterAll(() => rmSync(folder, { recursive: true }))

function read(content: string | Buffer): Record<string, string> {
  writeFileSync(file, content)
  return Object.fromEntries(readSettings(file))
}

function refusal(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    expect(error).toMatchObject({ name: 'SetupError' })
    return (error as Error).message
  }
  throw new Error('It was accepted')
}

test.each([
  ['a byte order mark', '\uFEFFPORT=4000', '4000'],
  ['Windows line ends', '# settings\r\nPORT=4000\r\n', '4000'],
  ['export', 'export PORT=4000', '4000'],
  ['blanks around', '  PORT = 4000\t\n', '4000'],
  ['nothing', 'PORT=', ''],
  ['a comment after it', 'PORT=4000 # the usual one', '4000'],
  ['a comment instead', 'PORT= # none', ''],
  ['a comment after marks', "PORT='4000' # the usual one", '4000'],
  ['double marks', 'PORT="a #b \'c\' = d "', "a #b 'c' = d "],
  ['single marks', 'PORT=\'a \\ "b" # c\'', 'a \\ "b" # c'],
  ['an equals sign, and marks within', 'PORT=a=b"c', 'a=b"c'],
  ['an earlier line of another setting', "HOST=::1\n\nPORT='é'", 'é'],
])('the value of a setting is read whole: %s', (_, content, value) => {
  expect(read(content).PORT).toBe(value)
})

const secret = 'hunter2'

test.each<[string, string | Buffer, string]>([
  ['# in a value', `DATABASE_URL=postgresql://u:${secret}#x@h/d`, '# may begin a comment'],
  ['# after a blank', `JETON_DATA_DIR=/srv/${secret} #1`, '# may begin a comment'],
  ['a mark not closed', `X="${secret}`, 'not closed'],
  ['a mark closed in another line', `X="${secret}\nY=z"`, 'not closed'],
  ['a mark at the end alone', `X=${secret}"`, 'quotation mark'],
  ['marks of typography', `X=“${secret}”`, 'quotation mark'],
  ['more after a mark', `X="${secret}" more`, 'follows the closing'],
  ['a backslash in double marks', `X="${secret}\\n"`, 'backslash'],
  ['no equals sign', `${secret}`, 'NAME=value'],
  ['a colon', `X: ${secret}`, 'NAME=value'],
  ['a name with a blank', `set X=${secret}`, 'NAME=value'],
  ['an export of nothing', 'export X', 'NAME=value'],
  ['a NUL', `X=${secret}\0`, 'control character'],
  ['old line ends', `# comment\rX=${secret}`, 'control character'],
  ['Latin-1', Buffer.from(`X=${secret}é`, 'latin1'), 'UTF-8'],
  ['UTF-16', Buffer.from(`\uFEFFX=${secret}`, 'utf16le'), 'UTF-8'],
  ['UTF-16 without a mark', Buffer.from(`X=${secret}`, 'utf16le'), 'control character'],
  ['a second time', `PORT=${secret}`, 'line 2, too'],
])('a line that cannot be read whole stops the start, by its number: %s', (name, line, reason) => {
  // A file with another encoding is invalid from its first line.
  const before = name.startsWith('UTF-16') ? [] : ['# settings', 'PORT=4000']
  const lines = [...before.map((text) => Buffer.from(`${text}\n`)), Buffer.from(line)]
  const message = refusal(() => read(Buffer.concat(lines)))
  expect(message).toContain(`${file}, line ${before.length + 1}: `)
  expect(message).toContain(reason)
  expect(message).not.toContain(secret)
  expect(message).not.toContain('\n')
})

test('no file sets nothing; one that is there and cannot be read is refused in one line', () => {
  const at = (name: string) => join(folder, name)
  expect(readSettings(at('missing'))).toEqual(new Map())
  mkdirSync(at('folder'))
  symlinkSync(at('nowhere'), at('link'))
  expect(refusal(() => readSettings(at('folder')))).toContain(`${at('folder')} is a folder`)
  expect(refusal(() => readSettings(at('link')))).toContain('is a link to a file that is not there')
})

test('a start with such a file is one line and exit code 1, before anything is installed', () => {
  cpSync('scripts', join(folder, 'scripts'), { recursive: true })
  writeFileSync(file, `PORT=0\nDATABASE_URL=postgresql://u:${secret}#@h/d\n`)
  for (const [command, demo] of [
    ['start.mjs', ''],
    ['maintain.mjs', ''],
    // Blanks are no DEMO, and so no reason to leave the file out.
    ['start.mjs', ' '],
  ] as const) {
    const { JETON_IGNORE_DOTENV: _, ...rest } = process.env
    const env = { ...rest, DEMO: demo }
    const args = [join(folder, 'scripts', command), 'admin', 'list']
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { env, encoding: 'utf8' })
    expect(status).toBe(1)
    expect(stdout).toBe('')
    expect(stderr).toMatch(/^(Jeton cannot start|npm run admin): \S+\.env, line 2: [^\n]+\n$/)
    expect(stderr).not.toContain(secret)
  }
})
