import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, expect, test } from 'vitest'

/* The rules in lint/ report what they are for, and nothing else. */

const { plugins } = JSON.parse(readFileSync('biome.json', 'utf8'))
const folder = mkdtempSync(join(tmpdir(), 'jeton-lint-'))
const rules = plugins.map((plugin: { path: string }) => ({ ...plugin, path: resolve(plugin.path) }))
writeFileSync(join(folder, 'biome.json'), JSON.stringify({ root: true, plugins: rules }))
afterAll(() => rmSync(folder, { recursive: true }))

/** @returns the report of the linter on files with that content, by path */
function lint(files: Record<string, string>): string {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, dirname(path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  const biome = resolve('node_modules/@biomejs/biome/bin/biome')
  const args = [biome, 'lint', '--max-diagnostics=none', ...Object.keys(files)]
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' })
  return stdout + stderr
}

const file = (work: string) =>
  `import { db } from '@/lib/db/client'\n\nexport const run = () => db().$transaction(${work})\n`

const message = 'db() runs outside of the transaction'

test.each(['lib/x.ts', 'cli/admin/x.ts'])('db() inside a transaction is an error in %s', (path) => {
  const work = 'async (transaction) => { await transaction.user.count(); await db().user.count() }'
  expect(lint({ [path]: file(work) })).toContain(message)
})

test.each(['async (transaction) => transaction.user.count()', '[db().user.count()]'])(
  '%s is none',
  (work) => {
    const report = lint({ 'lib/x.ts': file(work) })
    expect(report).toContain('Checked 1 file')
    expect(report).not.toContain(message)
  },
)

const component = (jsx: string) =>
  `import { useTranslations } from 'use-intl'

export function Example({ shown, list }: { shown: boolean; list: string[] }) {
  const t = useTranslations('common')
  const hints = useTranslations('mistake')
  return ${jsx}
}
`

const besideOthers = [
  "<p>{t('save')}{shown && <br />}</p>",
  "<p>{shown ? <br /> : <hr />}{t('save')}</p>",
  "<p className='x'>{list.map((word) => <b key={word} />)}{hints('basic')}</p>",
  '<>Words{shown && <br />}</>',
  '<p>{`words`}<b /></p>',
  "<p>{shown ? t('save') : <b />}{list}</p>",
  "<p>{shown && t('save')}<b>{t('save')}</b></p>",
  "<p>{t.rich('save', {})}{shown && <br />}</p>",
  `<p>
    {t('save')}
    {shown && <br />}
  </p>`,
]

const alone = [
  "<p>{t('save')}</p>",
  "<p>{shown ? t('save') : hints('basic')}</p>",
  "<p>{shown ? t('save') : <b>{t('cancel')}</b>}</p>",
  "<p><Text>{t('save')}</Text>{shown && <br />}</p>",
  "<p>{/* A comment. */}{t('save')}</p>",
  "<p>{list.map((word) => <b key={word} />)}<i>{t('save')}</i></p>",
  `<p>
    <b />
    {list}
  </p>`,
]

/** @returns a file for each example */
const components = (kind: string, examples: string[]) =>
  Object.fromEntries(
    examples.map((jsx, index) => [`components/${kind}-${index}.tsx`, component(jsx)]),
  )

test('text beside other content is an error', () => {
  const files = components('beside', besideOthers)
  const report = lint(files)
  for (const path of Object.keys(files))
    expect(report).toMatch(new RegExp(`${path}:[\\d:]+ plugin[^✖×]+× Text beside other content`))
})

test('text that is alone in its element is none', () => {
  const report = lint(components('alone', alone))
  expect(report).toContain(`Checked ${alone.length} files`)
  expect(report).not.toContain('Text beside other content')
})
