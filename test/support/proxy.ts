import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { requireApache, requireTool, type Tool } from '@/scripts/debian-tool.mjs'
import { cleanEnvironment } from '@/test/support/server'

/*
 * Real programs in front of a service, as any user, on loopback, with all files that they write in
 * a temporary folder.
 */

export interface Program {
  address: string
  stop: () => Promise<void>
}

const startLimitMs = 10_000

/** @param site the contents of a file in conf.d */
export function startNginx(site: string, port: number): Promise<Program> {
  const folder = makeFolder()
  writeFileSync(join(folder, 'nginx.conf'), nginxConf(folder))
  writeFileSync(join(folder, 'site.conf'), site)
  const args = ['-p', folder, '-c', join(folder, 'nginx.conf'), '-e', join(folder, 'error.log')]
  return startProgram(requireTool('nginx'), args, port, { folder })
}

/** The minimum with which nginx starts: the guide supplies the rest. */
function nginxConf(folder: string): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${join(folder, name)};`,
  )
  return `
    daemon off;
    master_process off;
    pid ${join(folder, 'nginx.pid')};
    error_log ${join(folder, 'error.log')};
    events {}
    http {
      access_log off;
      keepalive_requests 1000000;
      ${temporary.join('\n')}
      include ${join(folder, 'site.conf')};
    }`
}

export function startCaddy(caddyfile: string, port: number): Promise<Program> {
  const folder = makeFolder()
  const file = join(folder, 'Caddyfile')
  // No admin endpoint on a fixed port, and no files in a home directory.
  writeFileSync(file, `{\n\tadmin off\n}\n${caddyfile}`)
  const env = { HOME: folder, XDG_CONFIG_HOME: folder, XDG_DATA_HOME: folder }
  return startProgram(
    requireTool('caddy'),
    ['run', '--config', file, '--adapter', 'caddyfile'],
    port,
    {
      folder,
      env,
    },
  )
}

/** @param files those that the configuration loads from /etc/haproxy, by name */
export function startHaproxy(
  configuration: string,
  port: number,
  files: Record<string, string> = {},
): Promise<Program> {
  const folder = makeFolder()
  const file = join(folder, 'haproxy.cfg')
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  writeFileSync(file, configuration.replaceAll('/etc/haproxy', folder))
  return startProgram(requireTool('haproxy'), ['-db', '-f', file], port, { folder })
}

/** Those that the guide enables, and those that Debian enables by itself. */
const apacheModules = [
  'mpm_event',
  'authn_core',
  'authz_core',
  'authz_user',
  'auth_openidc',
  'headers',
  'lua',
  'proxy',
  'proxy_http',
]

/** @param files those that the configuration loads from /etc/apache2, by name */
export function startApache(
  configuration: string,
  port: number,
  files: Record<string, string>,
): Promise<Program> {
  const folder = makeFolder()
  const file = join(folder, 'apache.conf')
  const { modules, ...tool } = requireApache()
  // Its processes run as another user if it is started by root.
  chmodSync(folder, 0o755)
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  const site = configuration.replaceAll('/etc/apache2', folder)
  writeFileSync(file, `${apacheConf(folder, modules)}\n${site}`)
  return startProgram(tool, ['-f', file, '-D', 'FOREGROUND'], port, { folder })
}

/** The minimum with which Apache starts: the guide supplies the rest. */
function apacheConf(folder: string, modules: string): string {
  const lines = apacheModules.map(
    (name) => `LoadModule ${name}_module ${join(modules, `mod_${name}.so`)}`,
  )
  return `
    ServerRoot ${folder}
    ServerName localhost
    DefaultRuntimeDir ${folder}
    PidFile ${join(folder, 'apache.pid')}
    ErrorLog ${join(folder, 'error.log')}
    User nobody
    Group nogroup
    StartServers 1
    ${lines.join('\n')}`
}

export function startPython(args: string[], port: number): Promise<Program> {
  return startProgram(requireTool('python3'), args, port, {
    env: { PYTHONDONTWRITEBYTECODE: '1' },
  })
}

export function startNode(args: string[], port: number): Promise<Program> {
  return startProgram({ path: process.execPath, env: {} }, args, port, {})
}

const makeFolder = () => mkdtempSync(join(tmpdir(), 'jeton-proxy-'))

export async function startProgram(
  tool: Tool,
  args: string[],
  port: number,
  {
    folder,
    env = {},
    ...user
  }: { folder?: string; env?: Record<string, string>; uid?: number; gid?: number },
): Promise<Program> {
  const child = spawn(tool.path, args, {
    env: { ...cleanEnvironment({}), ...tool.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...user,
  })
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  const output = collect(child)
  await listening(child, port, output)
  const stop = async () => {
    process.off('exit', kill)
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM')
      await once(child, 'close')
    }
    if (folder) rmSync(folder, { recursive: true, force: true })
  }
  return { address: `http://127.0.0.1:${port}`, stop }
}

function collect(child: ChildProcess): () => string {
  const chunks: string[] = []
  child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk.toString()))
  child.stderr?.on('data', (chunk: Buffer) => chunks.push(chunk.toString()))
  return () => chunks.join('')
}

async function listening(child: ChildProcess, port: number, output: () => string): Promise<void> {
  const end = performance.now() + startLimitMs
  while (!(await accepts(port))) {
    if (child.exitCode !== null || performance.now() > end)
      throw new Error(`The program did not start:\n${output()}`)
    await setTimeout(20)
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    const say = (answer: boolean) => {
      socket.destroy()
      resolve(answer)
    }
    socket.once('connect', () => say(true))
    socket.once('error', () => say(false))
  })
}
