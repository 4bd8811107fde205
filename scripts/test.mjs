/*
 * npm test runs types, lint, unit, API and browser tests; the last line counts them. A failed step
 * does not stop the others.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { runCommand } from './command.mjs'
import { bin, root } from './root.mjs'

const reports = join(root, 'test-results')
const report = (name) => join(reports, name)

let passed = 0
let skipped = 0
/** All failures, repeated at the end of the output: their names, and messages where there are. */
const failed = []

/**
 * Runs a step.
 * @returns whether it exited with code 0
 */
function run(title, args, variables = {}) {
  console.log(`\n== ${title}`)
  const env = { ...process.env, ...variables }
  return spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit', env }).status === 0
}

/** Runs a step that counts as one test. */
function check(title, args) {
  if (run(title, args)) passed += 1
  else failed.push({ name: title })
}

/**
 * Runs a step that counts its own tests. If it fails without a failed test, it counts as one
 * failure.
 */
function suite(title, args, variables, resultOf) {
  const well = run(title, args, variables)
  const result = resultOf()
  passed += result.passed
  skipped += result.skipped
  failed.push(...result.failed)
  if (!well && result.failed.length === 0) failed.push({ name: title })
}

const read = (name) =>
  existsSync(report(name)) ? JSON.parse(readFileSync(report(name), 'utf8')) : null

function vitestResult() {
  const result = read('vitest.json')
  const tests = result?.testResults.flatMap(({ assertionResults }) => assertionResults) ?? []
  const failed = tests
    .filter(({ status }) => status === 'failed')
    .map(({ fullName, failureMessages }) => ({ name: fullName, message: failureMessages[0] }))
  return { passed: result?.numPassedTests ?? 0, skipped: result?.numPendingTests ?? 0, failed }
}

/** @param name the file name of the report */
function playwrightResult(name) {
  const result = read(name)
  const failed = (result?.suites ?? [])
    .flatMap(specsOf)
    .filter(({ ok, tests }) => !ok || tests.some(isFlaky))
  return {
    passed: result?.stats.expected ?? 0,
    skipped: result?.stats.skipped ?? 0,
    failed: failed.map(({ file, title, tests }) => ({
      name: `${file}: ${title}`,
      message: tests.flatMap(({ results }) => results).find(({ error }) => error)?.error.message,
    })),
  }
}

/** A message may hold a whole page: its beginning says what failed. */
const linesOf = ({ name, message = '' }) =>
  [name, ...message.slice(0, 2_000).split('\n')].map((line) => `  ${line}\n`).join('')

const specsOf = ({ specs = [], suites = [] }) => [...specs, ...suites.flatMap(specsOf)]
const isFlaky = ({ status }) => status === 'flaky'

async function main() {
  const { build } = await import('./setup.mjs')
  process.chdir(root)
  await build()
  rmSync(reports, { recursive: true, force: true })
  mkdirSync(reports, { recursive: true })
  check('Types', [bin('typescript/bin/tsc'), '--noEmit'])
  check('Lint, format and import arrows', [
    bin('@biomejs/biome/bin/biome'),
    'check',
    '--error-on-warnings',
  ])
  const vitest = [
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report('vitest.json')}`,
  ]
  suite('Unit and API tests', [bin('vitest/vitest.mjs'), ...vitest], {}, vitestResult)
  // Imported late, because it needs the packages that `install` installs.
  const { requireBrowser } = await import('./browser.mjs')
  const browser = requireBrowser()
  for (const database of ['sqlite', 'postgresql']) {
    const name = `playwright-${database}.json`
    const variables = {
      JETON_TEST_BROWSER: browser,
      JETON_TEST_DATABASE: database,
      PLAYWRIGHT_JSON_OUTPUT_FILE: report(name),
    }
    const args = [bin('@playwright/test/cli.js'), 'test']
    suite(`Browser tests, ${database}`, args, variables, () => playwrightResult(name))
  }
}

runCommand('The tests cannot run', () =>
  main()
    .catch((error) => {
      console.error(error.name === 'SetupError' ? error.message : error)
      failed.push({ name: 'the test command itself' })
    })
    .finally(() => {
      if (failed.length > 0) console.log(`\nFailed:\n${failed.map(linesOf).join('')}`)
      console.log(`\n${skipped} skipped`)
      console.log(`${passed} passed, ${failed.length} failed`)
      process.exitCode = failed.length === 0 ? 0 : 1
    }),
)
