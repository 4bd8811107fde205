/*
 * SQLite's driver is compiled for one version of Node. It does not load if another Node has
 * installed it, or if npm ran no install scripts and nothing has compiled it.
 */
import { existsSync, renameSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { withProgress } from './progress.mjs'
import { bin, root, SetupError } from './root.mjs'
import { runNpm, runToEnd } from './run.mjs'
import { inTurn } from './setup-lock.mjs'

const load = "new (require('better-sqlite3'))(':memory:').close()"

/**
 * Compiles the driver if it does not load. The check is free, because the server loads the driver
 * anyway.
 * @throws {SetupError} when it does not load after that
 */
export async function requireDriver() {
  if (loads()) return
  await inTurn(async () => {
    // Another start may have compiled it in the meantime.
    if (await loadsElsewhere()) return
    const title = `Compiling SQLite's driver for Node ${process.versions.node}`
    await withProgress(title, '10 seconds to 2 minutes', compile)
  })
}

/** Restores the previous build on failure: it loads in the Node that it was compiled for. */
async function compile() {
  const [build, before] = ['build', 'build-before'].map((name) => bin(`better-sqlite3/${name}`))
  rmSync(before, { recursive: true, force: true })
  if (existsSync(build)) renameSync(build, before)
  try {
    await rebuild()
    if (!(await loadsElsewhere())) throw new SetupError(advice)
  } catch (error) {
    rmSync(build, { recursive: true, force: true })
    if (existsSync(before)) renameSync(before, build)
    throw error
  }
  rmSync(before, { recursive: true, force: true })
}

const advice =
  `better-sqlite3 does not load in Node ${process.versions.node} and could not be compiled for it: ` +
  'start with the Node that installed it, or install Python, make and a C++ compiler'

async function rebuild() {
  try {
    await runNpm(['rebuild', 'better-sqlite3', '--foreground-scripts', '--ignore-scripts=false'])
  } catch (error) {
    if (error instanceof SetupError && !error.message.startsWith('npm is needed'))
      throw new SetupError(advice)
    throw error
  }
}

function loads() {
  try {
    ;new (createRequire(join(root, 'package.json'))('better-sqlite3'))(':memory:').close()
    return true
  } catch {
    return false
  }
}

const loadsElsewhere = async () => (await runToEnd(process.execPath, ['-e', load])).code === 0
