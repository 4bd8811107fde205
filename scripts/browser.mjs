/* Finds a Chromium for the browser tests, or installs one. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chromium } from '@playwright/test'
import { bin, SetupError } from './root.mjs'

/** The headless shell comes first: it draws no windows and takes half the time. */
const packages = ['chromium-headless-shell', 'chromium']
const installed = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
]

/**
 * Finds a Chromium, or installs one.
 * @returns the path of its executable, or an empty string where Playwright has installed its own
 * and finds it by itself
 * @throws {SetupError} when none is found and none can be installed
 */
export function requireBrowser() {
  const found = find()
  if (found !== undefined) return found
  console.log('Installing a browser …')
  run(process.execPath, [bin('@playwright/test/cli.js'), 'install', 'chromium'])
  if (find() === undefined && process.getuid?.() === 0) {
    run('apt-get', ['update'])
    for (const name of packages)
      if (find() === undefined) run('apt-get', ['install', '-y', '--no-install-recommends', name])
  }
  const now = find()
  if (now !== undefined) return now
  throw new SetupError('there is no Chromium: install one, or set JETON_TEST_BROWSER to its path')
}

function find() {
  const named = process.env.JETON_TEST_BROWSER
  if (named && existsSync(named)) return named
  return existsSync(chromium.executablePath()) ? '' : installed.find(existsSync)
}

/** Ignores failures: the caller checks whether a browser is there afterwards. */
function run(command, args) {
  spawnSync(command, args, {
    stdio: 'ignore',
    timeout: 300_000,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })
}
