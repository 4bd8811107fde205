/*
 * Creates everything that a start or a test run needs and that is missing. It is plain JavaScript
 * without packages, because it runs before they are installed. A second run finds the markers of
 * the first and takes milliseconds.
 */
import { accessSync, constants, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { requireDriver } from './driver.mjs'
import { buildPages } from './pages.mjs'
import { withProgress } from './progress.mjs'
import { root, SetupError } from './root.mjs'
import { run, runInstallScripts, runNpm, runPackage, scriptedPackages } from './run.mjs'
import { compiledName } from './run-compiled.cjs'
import { inOwnTurn, once } from './steps.mjs'

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

export const bundle = {
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

/**
 * Installs the packages of the lock file, and generates the database clients.
 * @throws {SetupError} where the folder's path contains # or ?
 */
export async function install() {
  await installPackages()
  await Promise.all([requireDriver(), generateClients()])
}

/** Does everything that a start would do first. */
export async function build() {
  await installPackages()
  await Promise.all([requireDriver(), buildAll()])
  await compileServer()
}

async function buildAll() {
  await generateClients()
  await bundleServer()
  await buildPages()
}

/**
 * Installs the packages of the lock file. SQLite's driver is left to requireDriver.
 * @throws {SetupError} where the folder's path contains # or ?
 */
export async function installPackages() {
  if (/[#?]/.test(root))
    throw new SetupError(`pages cannot be built in ${root}: take # and ? out of the folder's path`)
  await once(packages, async (now) => {
    let fetched = 0
    const onOutput = (text) => {
      fetched += text.match(/^npm http (fetch|cache)/gm)?.length ?? 0
      if (fetched > 0) now(`${fetched} fetched`)
    }
    const quietly = ['--no-audit', '--no-fund', '--loglevel=http']
    await runNpm(['ci', '--ignore-scripts', ...quietly], { onOutput })
    now('running install scripts')
    await runInstallScripts(scriptedPackages().filter((name) => name !== 'better-sqlite3'))
  })
}

/**
 * Generates one client per database engine, unless they are there. The PostgreSQL schema is a copy
 * of the SQLite schema with another provider.
 */
export const generateClients = () =>
  once(clients, async (now) => {
    const prisma = 'prisma/build/index.js'
    now('for SQLite')
    await runPackage(prisma, ['generate'])
    const models = readFileSync(join(root, 'prisma/schema.prisma'), 'utf8')
    const copy = join(root, 'prisma/postgresql.generated.prisma')
    writeFileSync(
      copy,
      models
        .replace('provider = "sqlite"', 'provider = "postgresql"')
        .replace('db/generated/sqlite"', 'db/generated/postgresql"'),
    )
    now('for PostgreSQL')
    try {
      await runPackage(prisma, ['generate', '--schema', copy])
    } finally {
      rmSync(copy)
    }
  })

/** Bundles the server, unless the bundle was made from the same sources. */
export const bundleServer = () =>
  once(bundle, () => run(process.execPath, [join(root, 'scripts/bundle.mjs')]))

/**
 * Keeps the compiled code of the server for this version of V8, unless it is there. It makes a
 * start faster and is not needed for one: a user without write access starts without it.
 */
export async function compileServer() {
  const isThere = () => existsSync(join(root, 'dist/compiled', compiledName('app')))
  if (isThere() || !isWritable(join(root, 'dist'))) return
  await inOwnTurn(async () => {
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
