/* Finds a Chromium for the browser tests, or installs one. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chromium } from '@playwright/test'
import { bin, SetupError } from './setup.mjs'

const installed = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
]

/** @returns the path of a browser's program */
export function requireBrowser() {
  const found = find()
  if (found) return found
  console.log('Installing a browser …')
  run(process.execPath, [bin('@playwright/test/cli.js'), 'install', 'chromium'])
  if (!find() && process.getuid?.() === 0) {
    run('apt-get', ['update'])
    run('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'])
  }
  const now = find()
  if (now) return now
  throw new SetupError('there is no Chromium: install one, or set JETON_TEST_BROWSER to its path')
}

function find() {
  return [process.env.JETON_TEST_BROWSER, chromium.executablePath(), ...installed].find(
    (path) => path && existsSync(path),
  )
}

/** A try that may fail: what counts is whether a browser is there afterwards. */
function run(command, args) {
  spawnSync(command, args, {
    stdio: 'ignore',
    timeout: 300_000,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })
}
