/* npm test: types, lint, unit, API and browser tests; the last line counts them. A failed step does not stop the others. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { bin, buildPages, bundleServer, install, requireNode, root } from './setup.mjs'

const reports = join(root, 'test-results')
const report = (name) => join(reports, name)

const total = { passed: 0, failed: 0 }

/** Runs a step. @returns whether it exited well */
function run(title, args, variables = {}) {
  console.log(`\n== ${title}`)
  const env = { ...process.env, ...variables }
  return spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit', env }).status === 0
}

/** A step that counts as one test. */
function check(title, args) {
  total[run(title, args) ? 'passed' : 'failed'] += 1
}

/** A step that counts its own tests. One that fails without a failed test counts as one. */
function suite(title, args, variables, countsOf) {
  const well = run(title, args, variables)
  const { passed, failed } = countsOf()
  total.passed += passed
  total.failed += well ? failed : Math.max(failed, 1)
}

const read = (name) => (existsSync(report(name)) ? JSON.parse(readFileSync(report(name), 'utf8')) : null)

function vitestCounts() {
  const result = read('vitest.json')
  return { passed: result?.numPassedTests ?? 0, failed: result?.numFailedTests ?? 0 }
}

function playwrightCounts() {
  const stats = read('playwright.json')?.stats
  return { passed: stats?.expected ?? 0, failed: (stats?.unexpected ?? 0) + (stats?.flaky ?? 0) }
}

async function main() {
  requireNode()
  process.chdir(root)
  install()
  bundleServer()
  buildPages()
  rmSync(reports, { recursive: true, force: true })
  mkdirSync(reports, { recursive: true })
  check('Types', [bin('typescript/bin/tsc'), '--noEmit'])
  check('Lint, format and import arrows', [bin('@biomejs/biome/bin/biome'), 'check', '--error-on-warnings'])
  const vitest = [
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report('vitest.json')}`,
  ]
  suite('Unit and API tests', [bin('vitest/vitest.mjs'), ...vitest], {}, vitestCounts)
  // Not before: it needs the packages that have just been installed.
  const { requireBrowser } = await import('./browser.mjs')
  const browser = {
    JETON_TEST_BROWSER: requireBrowser(),
    PLAYWRIGHT_JSON_OUTPUT_FILE: report('playwright.json'),
  }
  suite('Browser tests', [bin('@playwright/test/cli.js'), 'test'], browser, playwrightCounts)
}

main()
  .catch((error) => {
    console.error(error.name === 'SetupError' ? error.message : error)
    total.failed += 1
  })
  .finally(() => {
    console.log(`\n${total.passed} passed, ${total.failed} failed`)
    process.exitCode = total.failed === 0 ? 0 : 1
  })
