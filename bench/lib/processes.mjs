/* The processes and folders of a benchmark. None outlives it: not when it fails, and not on Ctrl-C. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from '../../scripts/root.mjs'

/** What Linux counts the time of a process in, on every machine. */
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

/** A process that is killed is still writing for a moment: the folder is tried again. */
export function remove(folder) {
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 })
  folders.delete(folder)
}

/** Starts a program in the project's folder; its errors are shown. Nothing of the developer's own settings leaks into it. */
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

/** Runs a program to its end. @returns what it printed */
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

/** A production server, started the way `npm start` starts it. @param nodeOptions what node itself is given */
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

/** A bare node:http server that answers everything in one way. @param together see bare.mjs */
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

/** A Next app, started as `next start` does, whose one route handler answers everything in one way. */
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

/** What it prints later is read too: a server whose log nobody reads stops at it. */
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

/** Megabytes in memory (RSS), of a process and of those that it has started. */
export function memory(pid) {
  const kilobytes = family(pid).map((each) => {
    const line = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${each}/status`, 'utf8'))
    return Number(line?.[1] ?? 0)
  })
  return Math.round(kilobytes.reduce((sum, each) => sum + each, 0) / 1024)
}

/** Milliseconds that a process, those that it has started, and those of them that have ended, have kept a core busy. */
export function busyMilliseconds(pid) {
  return (
    family(pid).reduce((sum, each) => sum + ticksOf(each, each === pid), 0) *
    (1000 / ticksPerSecond)
  )
}

function ticksOf(pid, withEnded) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // After the name, which may hold anything: the fields from the third one on.
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number)
    return fields.slice(11, withEnded ? 15 : 13).reduce((sum, ticks) => sum + ticks, 0)
  } catch {
    return 0
  }
}

/** A process and those that it has started. */
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
    // It has ended by itself.
  }
}

/** A port that nothing listens on. */
export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address()
  server.close()
  await once(server, 'close')
  return port
}
