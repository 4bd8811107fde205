/*
 * Creates everything that a start or a test run needs and that is missing. It is plain JavaScript
 * without packages, because it runs before they are installed. A second run finds the markers of
 * the first and takes milliseconds.
 */
import { accessSync, constants, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { requireDriver } from './driver.mjs'
import { withProgress } from './progress.mjs'
import { root, SetupError } from './root.mjs'
import { run, runNpm, runPackage } from './run.mjs'
import { compiledName } from './run-compiled.cjs'
import { inTurn } from './setup-lock.mjs'
import { once } from './steps.mjs'

const pageSources = ['app', 'components', 'lib', 'messages', 'shared', 'verifier']
const pageSettings = [
  'next.config.js',
  'package-lock.json',
  'postcss.config.js',
  'prisma/schema.prisma',
  'scripts/compress.mjs',
  'scripts/operator-commands.mjs',
  'tsconfig.json',
]

const packages = {
  mark: 'node_modules/.jeton-installed',
  sources: ['package-lock.json'],
  // Some packages contain native programs.
  variant: ` ${process.platform} ${process.arch}`,
  title: 'Installing packages',
  usually: '1 to 3 minutes',
}

const clients = {
  mark: 'lib/db/generated/.jeton-generated',
  sources: ['package-lock.json', 'prisma/schema.prisma'],
  title: 'Generating the database clients',
  usually: '5 seconds',
}

const bundle = {
  mark: 'dist/.jeton-bundled',
  sources: [
    'cli',
    'lib',
    'messages',
    'server',
    'shared',
    'verifier',
    'scripts/bundle-packages.mjs',
    'scripts/bundle.mjs',
    'scripts/operator-commands.mjs',
    'tsconfig.json',
    'package-lock.json',
    'prisma/schema.prisma',
  ],
  title: 'Bundling the server',
  usually: '2 seconds',
}

const pages = {
  mark: '.next/jeton-built',
  sources: [...pageSources, ...pageSettings],
  title: 'Building the pages',
  usually: '30 to 90 seconds',
}

/**
 * Installs the packages of the lock file, and generates the database clients.
 * @throws {SetupError} where the folder's path contains # or ?
 */
export async function install() {
  if (/[#?]/.test(root))
    throw new SetupError(`pages cannot be built in ${root}: take # and ? out of the folder's path`)
  await once(packages, installPackages)
  await requireDriver()
  await once(clients, generateClients)
}

/**
 * Installs the packages. The build tools misread blanks and similar characters in a path when a
 * package has to be compiled.
 */
async function installPackages() {
  try {
    await runNpm(['ci', '--no-audit', '--no-fund'])
  } catch (error) {
    if (/^[\p{L}\p{N}/._+@~-]*$/u.test(root)) throw error
    throw new SetupError(
      `packages cannot be compiled in ${root}: move it to a path of letters, digits and hyphens, such as /opt/jeton`,
    )
  }
}

/**
 * Generates one client per database engine. The PostgreSQL schema is a copy of the SQLite schema
 * with another provider.
 */
async function generateClients() {
  const prisma = 'prisma/build/index.js'
  await runPackage(prisma, ['generate'])
  const models = readFileSync(join(root, 'prisma/schema.prisma'), 'utf8')
  const copy = join(root, 'prisma/postgresql.generated.prisma')
  writeFileSync(
    copy,
    models
      .replace('provider = "sqlite"', 'provider = "postgresql"')
      .replace('db/generated/sqlite"', 'db/generated/postgresql"'),
  )
  try {
    await runPackage(prisma, ['generate', '--schema', copy])
  } finally {
    rmSync(copy)
  }
}

/** Bundles the server, unless the bundle was made from the same sources. */
export const bundleServer = () =>
  once(bundle, () => run(process.execPath, [join(root, 'scripts/bundle.mjs')]))

/** Builds the pages, unless they were built from the same sources. */
export const buildPages = () =>
  once(pages, async () => {
    await runPackage('next/dist/bin/next', ['build'], { NODE_ENV: 'production' })
    await run(process.execPath, [join(root, 'scripts/compress.mjs')])
  })

/**
 * Keeps the compiled code of the server for this version of V8, unless it is there. It makes a start
 * faster and is not needed for one: a user without write access starts without it.
 */
export async function compileServer() {
  const isThere = () => existsSync(join(root, 'dist/compiled', compiledName('app')))
  if (isThere() || !isWritable(join(root, 'dist'))) return
  await inTurn(async () => {
    if (isThere()) return
    const compile = () => run(process.execPath, [join(root, 'scripts/compile.mjs')])
    await withProgress('Compiling the server', '5 seconds', compile)
  })
}

function isWritable(folder) {
  try {
    accessSync(folder, constants.W_OK)
    return true
  } catch {
    return false
  }
}
