/* Makes the folder of the package: see package.mjs. */
import {
  cpSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { filesOfPackages } from './package-files.mjs'
import { pages } from './pages.mjs'
import { root } from './root.mjs'
import { run } from './run.mjs'
import { bundle } from './setup.mjs'
import { once } from './steps.mjs'

const folder = join(root, 'dist/package')
const part = `${folder}.part`

const programs = [
  'bin/jeton.mjs',
  'deploy/healthcheck.mjs',
  ...['app.cjs', 'compile.mjs', 'run-compiled.cjs', 'umask.mjs', 'worker.mjs'].map(inScripts),
  // Those of bin/jeton.mjs.
  ...['command', 'end-with-npm', 'operator-commands', 'packaged', 'processes', 'root'].map(
    asModule,
  ),
  asModule('settings-file'),
]

const data = [
  'LICENSE',
  'README.md',
  'docs/guides',
  'prisma/migrations',
  'prisma/schema.prisma',
  'public',
]

/** The parts of .next that are served. */
const served =
  /^(server|static|BUILD_ID|package\.json|.*-manifest\.json|required-server-files\.json)$/

/** Maps of the code for debuggers, and what was traced for other ways to serve. */
const notServed = /\.(map|nft\.json)$/

const step = {
  mark: 'dist/package/.jeton-packaged',
  sources: [
    ...new Set([...bundle.sources, ...pages.sources]),
    ...['LICENSE', 'README.md', 'bin', 'deploy', 'docs/guides', 'package.json', 'prisma', 'public'],
    'scripts',
  ],
  // SQLite's driver is for one version of Node.
  variant: ` ${process.version}`,
  title: 'Making the package',
  usually: '20 seconds',
}

/** Makes the folder, unless it was made from the same sources. */
export const makePackage = () => once(step, makeFolder)

/** The folder takes its place when it is complete. */
async function makeFolder() {
  rmSync(part, { recursive: true, force: true })
  for (const path of [...programs, ...data]) copy(path)
  copyBundles()
  copyPages()
  const bundles = [join(part, 'dist'), join(part, '.next/server')]
  for (const path of await filesOfPackages(bundles)) copy(path)
  writePackageJson()
  await run(process.execPath, [join(part, 'scripts/compile.mjs')])
  rmSync(folder, { recursive: true, force: true })
  renameSync(part, folder)
}

function inScripts(name) {
  return `scripts/${name}`
}

function asModule(name) {
  return inScripts(`${name}.mjs`)
}

function copy(path) {
  mkdirSync(dirname(join(part, path)), { recursive: true })
  cpSync(join(root, path), join(part, path), { recursive: true, dereference: true })
}

function copyBundles() {
  const isBundle = (name) => /\.(cjs|mjs|wasm)$/.test(name)
  for (const name of readdirSync(join(root, 'dist'))) if (isBundle(name)) copy(`dist/${name}`)
  for (const name of readdirSync(join(root, 'dist/maintenance')))
    if (isBundle(name)) copy(`dist/maintenance/${name}`)
}

/**
 * The build gives each package that is not bundled a name of its own, and links it to the package.
 * npm does not pack links: in the folder, the code calls the packages by their names.
 */
function copyPages() {
  const aliases = aliasesIn(join(root, '.next/node_modules'))
  for (const path of filesOfPages()) {
    copy(path)
    if (!/^\.next\/server\/.*\.js$/.test(path)) continue
    const file = join(part, path)
    const text = readFileSync(file, 'utf8').replace(/\n\/\/# sourceMappingURL=.*\n?$/, '')
    const named = aliases.reduce((code, [alias, name]) => code.replaceAll(alias, name), text)
    writeFileSync(file, named)
  }
}

function filesOfPages() {
  const built = join(root, '.next')
  return readdirSync(built, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !notServed.test(entry.name))
    .map((entry) => relative(built, join(entry.parentPath, entry.name)))
    .filter((path) => served.test(path.split(sep)[0]))
    .map((path) => `.next/${path}`)
}

/** @returns the names that the build gave to packages, each with the name of its package */
function aliasesIn(links, within = '') {
  return readdirSync(join(links, within)).flatMap((name) => {
    const path = join(links, within, name)
    if (lstatSync(path).isDirectory()) return aliasesIn(links, name)
    const target = join(dirname(path), readlinkSync(path))
    return [[join(within, name), relative(join(root, 'node_modules'), target)]]
  })
}

function writePackageJson() {
  const { name, version, description, license, type } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  )
  const [node] = process.versions.node.split('.')
  const madeFor = { node, platform: process.platform, arch: process.arch }
  const text = JSON.stringify({ name, version, description, license, type, madeFor }, null, 2)
  writeFileSync(join(part, 'package.json'), `${text}\n`)
}
