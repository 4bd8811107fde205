/*
 * Everything that a start or a test run needs and that is not there yet. Plain JavaScript without packages: it runs before
 * they are installed. A second run finds its marks and takes milliseconds.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = join(dirname(fileURLToPath(import.meta.url)), '..')

const lowestNode = [20, 19]
const pageSources = ['app', 'components', 'lib', 'messages']
const pageSettings = [
  'next.config.js',
  'package-lock.json',
  'postcss.config.js',
  'prisma/schema.prisma',
  'tsconfig.json',
]

/** A step that failed; its message is one line for the person who started it. */
export class SetupError extends Error {
  name = 'SetupError'
}

export function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > lowestNode[0] || (major === lowestNode[0] && minor >= lowestNode[1])) return
  throw new SetupError(`Node ${process.versions.node} is too old: install ${lowestNode.join('.')} or newer`)
}

/** Takes the settings of a file `.env` beside this product, too. The environment comes first. */
export function loadSettings() {
  const file = join(root, '.env')
  if (existsSync(file) && !process.env.JETON_IGNORE_DOTENV) process.loadEnvFile(file)
}

/** Installs the packages of the lock file, and generates the database clients. */
export function install() {
  once('node_modules/.jeton-installed', ['package-lock.json'], 'Installing packages', () =>
    run('npm', ['ci', '--no-audit', '--no-fund']),
  )
  once(
    'lib/db/generated/.jeton-generated',
    ['package-lock.json', 'prisma/schema.prisma'],
    'Generating the database clients',
    generateClients,
  )
}

/** A client is made for one database. The models are written once: the second one's are the first one's under another name. */
function generateClients() {
  const prisma = bin('prisma/build/index.js')
  run(process.execPath, [prisma, 'generate'])
  const models = readFileSync(join(root, 'prisma/schema.prisma'), 'utf8')
  const copy = join(root, 'prisma/postgresql.generated.prisma')
  writeFileSync(
    copy,
    models
      .replace('provider = "sqlite"', 'provider = "postgresql"')
      .replace('db/generated/sqlite"', 'db/generated/postgresql"'),
  )
  try {
    run(process.execPath, [prisma, 'generate', '--schema', copy])
  } finally {
    rmSync(copy)
  }
}

/** Bundles server.ts, unless it was bundled from these very sources. */
export function bundleServer() {
  once(
    'dist/.jeton-bundled',
    ['server.ts', 'lib', 'scripts/bundle.mjs', 'tsconfig.json', 'package-lock.json', 'prisma/schema.prisma'],
    'Bundling the server',
    () => run(process.execPath, [join(root, 'scripts/bundle.mjs')]),
  )
}

/** Builds the pages, unless they were built from these very sources. */
export function buildPages() {
  once('.next/jeton-built', [...pageSources, ...pageSettings], 'Building the pages', () =>
    run(process.execPath, [bin('next/dist/bin/next'), 'build'], { NODE_ENV: 'production' }),
  )
}

/** Two starts at once take turns: the second one finds the first one's mark. */
function once(mark, sources, doing, work) {
  const wanted = digest(sources)
  const file = join(root, mark)
  const isDone = () => existsSync(file) && readFileSync(file, 'utf8') === wanted
  if (isDone()) return
  inTurn(() => {
    if (isDone()) return
    console.log(`${doing} …`)
    work()
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, wanted)
  })
}

/** The lock is a file with the process's number: one that was left behind by a process that has ended counts for nothing. */
function inTurn(work) {
  const lock = join(root, '.setup.lock')
  while (!take(lock)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200)
  try {
    work()
  } finally {
    rmSync(lock, { force: true })
  }
}

/** It appears at once and whole. @returns whether it is ours */
function take(lock) {
  const draft = `${lock}.${process.pid}`
  writeFileSync(draft, `${process.pid}`)
  try {
    linkSync(draft, lock)
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
    if (!isHeld(lock)) rmSync(lock, { force: true })
    return false
  } finally {
    rmSync(draft)
  }
}

function isHeld(lock) {
  try {
    return process.kill(Number(readFileSync(lock, 'utf8')), 0)
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/** One digest of the names and contents of files and folders. Generated files follow from the others. */
function digest(paths) {
  const hash = createHash('sha256')
  const add = (path) => {
    if (path === 'lib/db/generated') return
    if (!statSync(join(root, path)).isDirectory())
      hash.update(`${path}\0`).update(readFileSync(join(root, path)))
    else for (const name of readdirSync(join(root, path)).sort()) add(`${path}/${name}`)
  }
  for (const path of paths) add(path)
  return hash.digest('hex')
}

export const bin = (path) => join(root, 'node_modules', path)

/** Runs a program, silent unless it fails. */
function run(command, args, variables = {}) {
  const result = spawnSync(command, args, {
    cwd: root,
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', ...variables },
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  if (result.status === 0) return
  process.stderr.write(`${result.stdout ?? ''}${result.stderr ?? ''}`)
  throw new SetupError(`\`${[command, ...args].join(' ')}\` failed: what it said stands above`)
}
