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

/** @returns the report of the linter on a file with that content */
function lint(path: string, text: string): string {
  mkdirSync(join(folder, dirname(path)), { recursive: true })
  writeFileSync(join(folder, path), text)
  const args = [resolve('node_modules/@biomejs/biome/bin/biome'), 'lint', path]
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' })
  return stdout + stderr
}

const file = (work: string) =>
  `import { db } from '@/lib/db/client'\n\nexport const run = () => db().$transaction(${work})\n`

const message = 'db() runs outside of the transaction'

test.each(['lib/x.ts', 'cli/admin/x.ts'])('db() inside a transaction is an error in %s', (path) => {
  const work = 'async (transaction) => { await transaction.user.count(); await db().user.count() }'
  expect(lint(path, file(work))).toContain(message)
})

test.each(['async (transaction) => transaction.user.count()', '[db().user.count()]'])(
  '%s is none',
  (work) => {
    const report = lint('lib/x.ts', file(work))
    expect(report).toContain('Checked 1 file')
    expect(report).not.toContain(message)
  },
)
