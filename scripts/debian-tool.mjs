/*
 * Unpacks programs that tests and benchmarks need from Debian's packages, without installing them.
 * No service is started, and all files stay in node_modules/.cache. The package lists may be
 * updated; nothing else on the machine changes.
 */
import { spawnSync } from 'node:child_process'
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { delimiter, join } from 'node:path'
import { root, SetupError } from './root.mjs'

/**
 * The packages of each program and of the libraries that a minimal Debian may lack. The program's
 * own package comes first.
 */
const packages = {
  /** With the module that the guide needs, and the libraries of its HTTP client. */
  apache2: [
    'apache2-bin',
    'libapache2-mod-auth-openidc',
    'libapr1',
    'libaprutil1',
    'libbrotli1',
    'libcjose0',
    'libcom-err2',
    'libcrypt1',
    'libcurl4',
    'libexpat1',
    'libgssapi-krb5-2',
    'libhiredis0.14',
    'libjansson4',
    'libk5crypto3',
    'libkeyutils1',
    'libkrb5-3',
    'libkrb5support0',
    'libldap-2.5-0',
    'liblua5.3-0',
    'libnghttp2-14',
    'libpcre2-8-0',
    'libpsl5',
    'librtmp1',
    'libsasl2-2',
    'libssh2-1',
    'libssl3',
    'libuuid1',
    'zlib1g',
  ],
  caddy: ['caddy'],
  glewlwyd: [
    'glewlwyd',
    'libbrotli1',
    'libcbor0.8',
    'libcom-err2',
    'libconfig9',
    'libcurl3-gnutls',
    'libgssapi-krb5-2',
    'libhoel1.4',
    'libiddawc1.1',
    'libjansson4',
    'libk5crypto3',
    'libkeyutils1',
    'libkrb5-3',
    'libkrb5support0',
    'libldap-2.5-0',
    'libmariadb3',
    'libmicrohttpd12',
    'libnghttp2-14',
    'liboath0',
    'liborcania2.3',
    'libpq5',
    'libpsl5',
    'librhonabwy1.1',
    'librtmp1',
    'libsasl2-2',
    'libsqlite3-0',
    'libssh2-1',
    'libssl3',
    'libulfius2.7',
    'libyder2.0',
    'zlib1g',
  ],
  haproxy: [
    'haproxy',
    'libcrypt1',
    'liblua5.3-0',
    'libopentracing-c-wrapper0',
    'libopentracing1',
    'libpcre2-8-0',
    'libssl3',
    'libsystemd0',
  ],
  nginx: ['nginx', 'libcrypt1', 'libpcre2-8-0', 'libssl3', 'zlib1g'],
  openssl: ['openssl', 'libssl3'],
  pgbouncer: ['pgbouncer', 'libc-ares2', 'libevent-2.1-7', 'libpam0g', 'libssl3', 'libsystemd0'],
  /** A library for Debian's Python or a compatible one. */
  pyjwt: ['python3-jwt', 'python3-cryptography', 'python3-cffi-backend', 'libssl3', 'libffi8'],
  python3: [
    'python3-minimal',
    'python3.11-minimal',
    'libpython3.11-minimal',
    'libpython3.11-stdlib',
    'libexpat1',
    'zlib1g',
  ],
  sqlite3: ['sqlite3', 'libsqlite3-0', 'libreadline8', 'libtinfo6', 'zlib1g'],
  wrk: ['wrk', 'libluajit-5.1-2', 'libluajit-5.1-common', 'libgcc-s1', 'libssl3'],
}

/** Debian installs servers in sbin, which not every PATH contains. */
const systemFolders = ['/usr/local/sbin', '/usr/sbin', '/sbin']
const programFolders = ['usr/bin', 'usr/sbin', 'bin', 'sbin']
const libraryFolders = ['usr/lib', 'lib']

const cache = () => join(root, 'node_modules/.cache/jeton/debian')

/**
 * Finds a program, or downloads Debian's.
 * @param {keyof typeof packages} name
 * @returns {{ path: string, env: Record<string, string> }} the executable, and the environment
 * variables that it needs in addition to the caller's
 * @throws {SetupError} when none is found and none can be downloaded
 */
export function requireTool(name) {
  const installed = findInstalled(name)
  if (installed) return { path: installed, env: {} }
  const folder = join(cache(), name)
  if (!findFetched(folder, name)) fetch(name, folder)
  const path = findFetched(folder, name)
  if (path) return { path, env: environment(folder) }
  throw new SetupError(`there is no ${name}: install it (Debian's package is ${packages[name][0]})`)
}

const apacheModules = 'usr/lib/apache2/modules'

/**
 * Finds Apache with its module auth_openidc, or downloads Debian's.
 * @returns {{ path: string, env: Record<string, string>, modules: string }} the same as
 * `requireTool`, and the folder of its modules
 * @throws {SetupError} when none is found and none can be downloaded
 */
export function requireApache() {
  const installed = findInstalled('apache2')
  const modules = join('/', apacheModules)
  if (installed && existsSync(join(modules, 'mod_auth_openidc.so')))
    return { path: installed, env: {}, modules }
  const folder = join(cache(), 'apache2')
  if (!findFetched(folder, 'apache2')) fetch('apache2', folder)
  const path = findFetched(folder, 'apache2')
  if (path) return { path, env: environment(folder), modules: join(folder, apacheModules) }
  throw new SetupError(
    'there is no Apache with mod_auth_openidc: install apache2 and libapache2-mod-auth-openidc',
  )
}

/**
 * Finds PyJWT and its cryptography package, or downloads Debian's.
 * @param {{ path: string, env: Record<string, string> }} python
 * @returns {Record<string, string>} the environment variables that make them importable
 * @throws {SetupError} when none is found and none can be downloaded
 */
export function requirePyJwt({ path, env }) {
  const imports = (variables) =>
    spawnSync(path, ['-c', 'import jwt, cryptography.hazmat.primitives.asymmetric.ed25519'], {
      env: { ...process.env, ...variables },
    }).status === 0
  if (imports(env)) return env
  const folder = join(cache(), 'pyjwt')
  if (!existsSync(folder)) fetch('pyjwt', folder)
  const libraries = [environment(folder).LD_LIBRARY_PATH, env.LD_LIBRARY_PATH].filter(Boolean)
  const own = {
    ...env,
    PYTHONPATH: join(folder, 'usr/lib/python3/dist-packages'),
    LD_LIBRARY_PATH: libraries.join(delimiter),
  }
  if (imports(own)) return own
  throw new SetupError(
    `${path} has no PyJWT: install it (Debian's packages are python3-jwt and python3-cryptography)`,
  )
}

function findInstalled(name) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...systemFolders]
  return folders.map((folder) => join(folder, name)).find(isProgram)
}

const findFetched = (folder, name) =>
  programFolders.map((sub) => join(folder, sub, name)).find(isProgram)

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/**
 * Downloads and unpacks a program; may fail without an error. The folder appears atomically, also
 * when two processes fetch the same program.
 */
function fetch(name, folder) {
  mkdirSync(cache(), { recursive: true })
  const work = mkdtempSync(join(cache(), `${name}-`))
  try {
    if (!download(packages[name], work)) return
    const unpacked = join(work, 'unpacked')
    for (const file of readdirSync(work).filter((entry) => entry.endsWith('.deb')))
      if (!run('dpkg-deb', ['-x', file, unpacked], work)) return
    if (!existsSync(folder)) renameSync(unpacked, folder)
  } catch (error) {
    if (!existsSync(folder)) throw error
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

/**
 * Downloads packages. The package lists may be missing, or outdated and name packages that no
 * longer exist; they are updated then. A library that cannot be downloaded may have another name in
 * this Debian release and be installed already.
 */
function download(names, folder) {
  const [program, ...libraries] = names
  const get = (...wanted) => run('apt-get', ['download', '-q', ...wanted], folder)
  console.log(`Fetching ${program} …`)
  if (get(...names)) return true
  if (process.getuid?.() === 0 && run('apt-get', ['update', '-q'], folder) && get(...names))
    return true
  if (!get(program)) return false
  for (const library of libraries) get(library)
  return true
}

function run(command, args, cwd) {
  const options = { cwd, stdio: 'ignore', timeout: 120_000, env: { ...process.env, LC_ALL: 'C' } }
  return spawnSync(command, args, options).status === 0
}

function environment(folder) {
  const libraries = libraryFolders
    .map((sub) => join(folder, sub))
    .filter(existsSync)
    .flatMap((lib) => [lib, ...multiarchFolders(lib)])
  const paths = [...libraries, process.env.LD_LIBRARY_PATH].filter(Boolean)
  return paths.length > 0 ? { LD_LIBRARY_PATH: paths.join(delimiter) } : {}
}

/** Returns folders such as x86_64-linux-gnu, for any architecture. */
const multiarchFolders = (lib) =>
  readdirSync(lib)
    .filter((entry) => entry.includes('-linux-gnu'))
    .map((entry) => join(lib, entry))
