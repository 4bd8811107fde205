/* Runs the commands of the package: see bin/jeton.mjs. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { operatorCommands } from './operator-commands.mjs'
import { root, SetupError } from './root.mjs'
import { loadSettings } from './settings-file.mjs'

const help = `usage: jeton [COMMAND]

  start           serve, until Ctrl+C; the default
  admin           manage accounts: jeton admin shows how
  backup FILE     copy the database, while the server runs
  restore FILE    put a backup back
  rotate          replace the master key, while servers run and API tokens go on
  move            move to PostgreSQL, or back: --from URL --to URL

  --help          this text
  --version       the version, and the Node that it is for

Data is in the folder data where the command is typed, or in JETON_DATA_DIR.
Settings are in the environment, or in the file .env there.`

const wrongUsage = 2

/** Runs a command, as typed after `jeton`. */
export async function run(name, args) {
  if (name === 'start' && args.length === 0) return start()
  if (Object.hasOwn(operatorCommands, name)) return operate(operatorCommands[name], args)
  if (name === '--help' || name === '-h') return console.log(help)
  if (name === '--version' || name === '-v') return console.log(version())
  console.error(help)
  process.exitCode = wrongUsage
}

async function start() {
  enter()
  const { runCompiled } = await import('./run-compiled.cjs')
  const server = runCompiled('server')
  console.log(`Jeton keeps its data in ${await server.prepare()}`)
  console.log(`Jeton is ready at ${await server.serve({ dev: false })}`)
}

/** @param script the name of the command among npm's scripts */
async function operate(script, args) {
  const typedIn = enter()
  // V8 would optimise Prisma's engines for longer than a command runs.
  setFlagsFromString('--wasm-tiering-budget=100000000')
  const { maintain } = await import('../dist/maintenance.mjs')
  process.exitCode = await maintain([script, ...args], typedIn)
}

/**
 * Reads the settings of the folder where the command was typed, and changes to the product's
 * folder.
 * @returns the folder where it was typed
 * @throws {SetupError} where this Node cannot load SQLite's driver
 */
function enter() {
  const typedIn = process.cwd()
  Object.assign(process.env, {
    JETON_STARTED_IN: typedIn,
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
  })
  loadSettings(typedIn)
  process.chdir(root)
  requireFittingDriver()
  return typedIn
}

function requireFittingDriver() {
  try {
    ;new (createRequire(import.meta.url)('better-sqlite3'))(':memory:').close()
  } catch (error) {
    if (error.code !== 'ERR_DLOPEN_FAILED') throw error
    const { node, platform, arch } = readPackage().madeFor
    throw new SetupError(
      `this package is for Node ${node} on ${platform} ${arch}, and this is Node ` +
        `${process.versions.node} on ${process.platform} ${process.arch}: run it with Node ${node}, ` +
        'or make a package for this one (npm pack in a clone, with this Node)',
    )
  }
}

function version() {
  const { version: own, madeFor } = readPackage()
  return `${own} (Node ${madeFor.node}, ${madeFor.platform} ${madeFor.arch})`
}

const readPackage = () => JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
