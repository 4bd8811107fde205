/*
 * SQLite's driver is compiled for one version of Node. It does not load if another Node has
 * installed it. The set-up installs packages without their install scripts, which run here: the
 * driver's takes a minute where no prebuilt one fits, and other steps run meanwhile.
 */
import { existsSync, renameSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { withProgress } from './progress.mjs'
import { bin, root, SetupError } from './root.mjs'
import { runInstallScripts, runToEnd } from './run.mjs'
import { inOwnTurn } from './steps.mjs'

const load = "new (require('better-sqlite3'))(':memory:').close()"

/**
 * Compiles the driver if it does not load. The check is free, because the server loads the driver
 * anyway.
 * @throws {SetupError} when it does not load after that
 */
export async function requireDriver() {
  if (loads()) return
  await inOwnTurn(async () => {
    // Another start may have compiled it in the meantime.
    if (await loadsElsewhere()) return
    const title = `Installing SQLite's driver for Node ${process.versions.node}`
    await withProgress(title, '5 seconds, or a minute to compile', compile)
  })
}

/** Restores the previous build on failure: it loads in the Node that it was compiled for. */
async function compile(now) {
  const [build, before] = ['build', 'build-before'].map((name) => bin(`better-sqlite3/${name}`))
  rmSync(before, { recursive: true, force: true })
  if (existsSync(build)) renameSync(build, before)
  try {
    await rebuild(now)
    if (!(await loadsElsewhere())) throw new SetupError(advice)
  } catch (error) {
    rmSync(build, { recursive: true, force: true })
    if (existsSync(before)) renameSync(before, build)
    throw error
  }
  rmSync(before, { recursive: true, force: true })
}

/** The build tools misread blanks and similar characters in a path. */
const isOddPath = !/^[\p{L}\p{N}/._+@~-]*$/u.test(root)

const advice = isOddPath
  ? `packages cannot be compiled in ${root}: move it to a path of letters, digits and hyphens, such as /opt/jeton`
  : `better-sqlite3 does not load in Node ${process.versions.node} and could not be compiled for it: ` +
    'start with the Node that installed it, or install Python, make and a C++ compiler'

/** The steps that an installation names in its output, the last one first. */
const stages = [
  [/SOLINK/, 'linking'],
  [/(CC|CXX)\(target\)/, 'compiling'],
  [/gyp info/, 'preparing to compile'],
]

async function rebuild(now) {
  now('looking for a prebuilt one')
  const onOutput = (text) => {
    const stage = stages.find(([words]) => words.test(text))
    if (stage) now(stage[1])
  }
  // Both compilers that it needs may run at the same time. Its own -O3 takes half as long again as
  // -O2, and look-ups are no faster for it.
  const variables = { JOBS: process.env.JOBS ?? 'max', CFLAGS: process.env.CFLAGS ?? '-O2' }
  try {
    await runInstallScripts(['better-sqlite3'], { variables, onOutput })
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
