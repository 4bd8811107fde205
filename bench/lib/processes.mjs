/*
 * The processes and folders of a benchmark. None outlives it, whether it fails or is interrupted by
 * Ctrl-C.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from '../../scripts/root.mjs'

/** The unit in which Linux reports CPU time to user space, on every machine. */
const ticksPerSecond = 100

const children = new Set()
const folders = new Set()

process.once('exit', () => {
  for (const child of children) for (const pid of family(child.pid)) kill(pid)
  for (const folder of folders) remove(folder)
})
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(130))

export function makeFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'jeton-bench-'))
  folders.add(folder)
  return folder
}

/** Retries, because a killed process may still write for a moment. */
export function remove(folder) {
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 })
  folders.delete(folder)
}

/**
 * Starts a program in the project's folder and shows its errors. It inherits none of the
 * developer's settings.
 */
export function launch(command, args, variables = {}) {
  const { PATH = '', HOME = '' } = process.env
  const child = spawn(command, args, {
    cwd: root,
    env: { PATH, HOME, ...variables },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.add(child)
  child.once('exit', () => children.delete(child))
  return child
}

/**
 * Runs a program until it exits.
 * @returns its standard output
 * @throws where its exit code is not 0
 */
export async function run(command, args, variables) {
  const child = launch(command, args, variables)
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text) => {
    output += text
  })
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`${[command, ...args].join(' ')} ended with ${code}\n${output}`)
  return output
}

/**
 * Starts a production server as `npm start` does.
 * @param nodeOptions options of Node itself
 */
export async function startJeton(dataDir, settings = {}, nodeOptions = []) {
  const port = settings.PORT ?? `${await freePort()}`
  const own = {
    NODE_ENV: 'production',
    JETON_IGNORE_DOTENV: '1',
    JETON_DATA_DIR: dataDir,
    PORT: port,
    JETON_RATE_LIMIT: 'off',
  }
  const child = launch(process.execPath, [...nodeOptions, 'scripts/start.mjs'], {
    ...own,
    ...settings,
  })
  await printed(child, 'Jeton is ready')
  return {
    address: `http://127.0.0.1:${port}`,
    pid: child.pid,
    stop: (signal) => stop(child, signal),
  }
}

/**
 * Starts a bare node:http server that returns one fixed response.
 * @param together see bare.mjs
 */
export async function startBare(answer, { together = false } = {}) {
  const port = `${await freePort()}`
  const child = launch(process.execPath, [
    'bench/lib/bare.mjs',
    JSON.stringify({ ...answer, together, port }),
  ])
  await printed(child, 'ready')
  return {
    address: `http://127.0.0.1:${port}`,
    pid: child.pid,
    stop: (signal) => stop(child, signal),
  }
}

const bareNext = 'bench/bare-next'
const nextProgram = 'node_modules/next/dist/bin/next'

/** Builds the app that `startBareNext` starts. */
export async function buildBareNext() {
  await run(process.execPath, [nextProgram, 'build', bareNext], {
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
  })
}

/** Starts a Next app as `next start` does. Its one route handler returns one fixed response. */
export async function startBareNext(answer) {
  const port = `${await freePort()}`
  const args = [nextProgram, 'start', bareNext, '--port', port, '--hostname', '127.0.0.1']
  const settings = {
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    BARE_ANSWER: JSON.stringify(answer),
  }
  const child = launch(process.execPath, args, settings)
  await printed(child, 'Ready in')
  return { address: `http://127.0.0.1:${port}`, pid: child.pid, stop: () => stop(child) }
}

/**
 * Waits until a server prints these words. Its later output is read too: a server blocks on a full
 * pipe.
 */
function printed(child, words) {
  return new Promise((resolve, reject) => {
    child.stdout.on('data', (chunk) => chunk.toString().includes(words) && resolve())
    child.once('exit', () => reject(new Error('A server did not start')))
  })
}

async function stop(child, signal = 'SIGTERM') {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill(signal)
  await once(child, 'exit')
}

/** Returns the resident memory (RSS) of a process and its descendants, in megabytes. */
export function memory(pid) {
  const kilobytes = family(pid).map((each) => {
    const line = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${each}/status`, 'utf8'))
    return Number(line?.[1] ?? 0)
  })
  return Math.round(kilobytes.reduce((sum, each) => sum + each, 0) / 1024)
}

/**
 * Returns the CPU time of a process, its descendants, and its own children that have exited, in
 * milliseconds.
 */
export function busyMilliseconds(pid) {
  return (
    family(pid).reduce((sum, each) => sum + ticksOf(each, each === pid), 0) *
    (1000 / ticksPerSecond)
  )
}

function ticksOf(pid, withEnded) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name may contain any character, so parsing starts after it, at the third field.
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number)
    return fields.slice(11, withEnded ? 15 : 13).reduce((sum, ticks) => sum + ticks, 0)
  } catch {
    return 0
  }
}

/** Returns the ids of a process and its descendants. */
export function family(pid) {
  return [pid, ...childrenOf(pid).flatMap(family)]
}

function childrenOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
      .split(' ')
      .filter(Boolean)
      .map(Number)
  } catch {
    return []
  }
}

function kill(pid) {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has already exited.
  }
}

/** Returns a port that nothing listens on. */
export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address()
  server.close()
  await once(server, 'close')
  return port
}
