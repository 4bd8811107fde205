/*
 * Whoever ends `npm start` ends the server. A signal to npm alone, or to the shell between, may never reach it: the server
 * watches whether the processes between itself and npm are still the same.
 */
import { basename } from 'node:path'
import { commandOf, look } from './processes.mjs'

const intervalMs = 500

const isLinux = process.platform === 'linux'
const runners = /^(npm|npx|pnpm|yarn|bun)(-cli)?(\.c?js)?$/

/** SIGHUP, and the end of npm where npm started this process, count as SIGTERM. A signal before anything serves ends the process at once. */
export function endOnSignals() {
  for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => endUnlessServing(signal))
  process.on('SIGHUP', stop)
  // A terminal that was closed, or a reader that is gone, is no reason to fail in the middle of a stop.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
  if (process.env.npm_lifecycle_event) watch(ancestorsUpToNpm())
}

const stop = () => process.emit('SIGTERM', 'SIGTERM')

/** What serves listens too, and finishes what is under way. */
function endUnlessServing(signal) {
  if (process.listenerCount(signal) === 1) process.exit(0)
}

function watch(ancestors) {
  if (ancestors.length === 0) return
  const timer = setInterval(() => {
    if (ancestors.every(isSame)) return
    clearInterval(timer)
    stop()
  }, intervalMs)
  timer.unref()
}

/** @returns the processes above this one up to npm, the outermost one where npm runs npm; none where this one's parent is another */
function ancestorsUpToNpm() {
  const found = []
  let upToNpm = 0
  for (let pid = process.ppid; pid > 0; ) {
    const command = commandOf(pid)
    if (!isShell(command) && !isRunner(command)) break
    const known = look(pid)
    if (!known) break
    found.push({ pid, ...known })
    if (isRunner(command)) upToNpm = found.length
    pid = known.parent
  }
  return found.slice(0, upToNpm)
}

/** One that runs a command. A shell in which somebody types may end, and what it started goes on. */
const isShell = ([program = '', ...options]) =>
  /^(ba|da|k|z|a|fi)?sh$/.test(basename(program)) &&
  options.some((option) => /^-\w*c$/.test(option))

/** npm names itself by its whole command; others are scripts that Node runs. */
function isRunner([program = '', ...words]) {
  const name = basename(program.split(' ')[0])
  if (runners.test(name)) return true
  const script = words.find((word) => !word.startsWith('-')) ?? ''
  return /^node(js)?$/.test(name) && runners.test(basename(script))
}

/** Where a process has ended, its child has another parent. */
function isSame({ pid, parent, started }, i, ancestors) {
  if (i === 0 && process.ppid !== pid) return false
  if (!isLinux) return isThere(pid)
  const now = look(pid)
  const isOutermost = i === ancestors.length - 1
  return now !== null && now.started === started && (isOutermost || now.parent === parent)
}

/** Cheaper than `ps`, which verification would wait for. */
function isThere(pid) {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return error.code === 'EPERM'
  }
}
