import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { debianArchive } from '@/test/image/debian-archive'
import { type Engine, run } from '@/test/image/engine'

/*
 * The images that the image and the compose files build on: the public ones, or stand-ins made of
 * Debian's packages and npm's Node where they cannot be pulled. A stand-in has a name of its own,
 * so that nobody takes it for the public image.
 */

const publicImages = {
  build: 'docker.io/library/node:22-bookworm',
  run: 'docker.io/library/node:22-bookworm-slim',
  caddy: 'docker.io/library/caddy:2',
  whoami: 'docker.io/traefik/whoami:latest',
  postgres: 'docker.io/library/postgres:17',
}

export type BaseImages = typeof publicImages & {
  /** A sentence for the results. */
  origin: string
}

const standIn = (name: string) => `localhost/jeton-test-${name}:latest`

export async function requireBaseImages(engine: Engine, folder: string): Promise<BaseImages> {
  const pulled = await Promise.all(Object.values(publicImages).map((name) => pull(engine, name)))
  if (pulled.every(Boolean)) return { ...publicImages, origin: 'the public images of Node' }
  return makeStandIns(engine, folder)
}

const pull = (engine: Engine, name: string) =>
  engine.call('pull', '--quiet', name).then(
    () => true,
    () => false,
  )

/** @param folder an empty folder */
async function makeStandIns(engine: Engine, folder: string): Promise<BaseImages> {
  await engine.call('import', await debianArchive(), standIn('debian'))
  cpSync('test/image/stand-ins', folder, { recursive: true })
  await fetchNode(folder)
  await writeNpmSettings(folder)
  const names = ['run', 'build', 'caddy', 'whoami', 'postgres'] as const
  for (const name of names) await buildStandIn(engine, folder, name)
  const images = Object.fromEntries(names.map((name) => [name, standIn(name)]))
  const version = await engine.call('run', '--rm', standIn('run'), 'node', '--version')
  const origin = `stand-ins of Debian 12's packages and npm's Node ${version.slice(1)}`
  return { ...(images as typeof publicImages), origin }
}

/** Podman would keep the layers of a build that is interrupted. */
function buildStandIn(engine: Engine, folder: string, name: string): Promise<string> {
  const own = engine.name === 'podman' ? ['--layers=false'] : []
  const file = join(folder, `${name}.Dockerfile`)
  const args = ['--quiet', '--network', 'host', '--tag', standIn(name), '--file', file]
  return engine.call('build', ...own, ...args, folder)
}

/** Unpacks Node and npm as they are on npm's registry. */
async function fetchNode(folder: string): Promise<void> {
  const packages = { node: `node-linux-${process.arch}@22`, npm: 'npm@10' }
  for (const [name, wanted] of Object.entries(packages)) {
    const target = join(folder, name)
    mkdirSync(target)
    const archive = await run('npm', ['pack', '--silent', '--pack-destination', folder, wanted])
    await run('tar', ['-xzf', join(folder, archive), '-C', target, '--strip-components=1'])
  }
  removeForeignHeaders(join(folder, 'node/include/node/openssl/archs'))
}

/** The public images leave out OpenSSL's headers for other systems, too. */
function removeForeignHeaders(folder: string): void {
  const own = { x64: 'linux-x86_64', arm64: 'linux-aarch64' }[process.arch as string]
  for (const name of readdirSync(folder))
    if (name !== own) rmSync(join(folder, name), { recursive: true })
}

/** A build asks the registry that this machine asks, and trusts the authorities that it trusts. */
async function writeNpmSettings(folder: string): Promise<void> {
  const registry = await run('npm', ['config', 'get', 'registry'])
  writeFileSync(join(folder, 'npmrc'), `registry=${registry}\n`)
  cpSync('/etc/ssl/certs/ca-certificates.crt', join(folder, 'authorities.crt'))
}

/** Removes the stand-ins. Public images stay. */
export async function removeStandIns(engine: Engine): Promise<void> {
  for (const name of ['build', 'run', 'caddy', 'whoami', 'postgres', 'debian'])
    await engine.call('rmi', '--force', standIn(name)).catch(() => {})
}
