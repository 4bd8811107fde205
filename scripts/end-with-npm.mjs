/*
 * Ends the server when `npm start` is ended. A signal to npm alone, or to a shell between them, may
 * not reach the server, so it watches whether the processes between itself and npm stay the same.
 */
import { basename } from 'node:path'
import { commandOf, look } from './processes.mjs'

const intervalMs = 500

const isLinux = process.platform === 'linux'
const runners = /^(npm|npx|pnpm|yarn|bun)(-cli)?(\.c?js)?$/

/**
 * Treats SIGHUP, and the exit of the npm that started this process, as SIGTERM. A signal before the
 * server serves ends the process at once.
 */
export function endOnSignals() {
  for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => endUnlessServing(signal))
  process.on('SIGHUP', stop)
  // A closed terminal or a reader that has exited must not abort a graceful shutdown.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
  if (process.env.npm_lifecycle_event) watch(ancestorsUpToNpm())
}

const stop = () => process.emit('SIGTERM', 'SIGTERM')

/** A running server has its own listener and drains requests. */
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

/**
 * @returns the ancestors of this process up to npm, or up to the outermost npm where npm runs npm;
 * empty if no npm is reached through shells
 */
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

/**
 * Matches a shell that runs a command. An interactive shell may exit while the processes that it
 * started continue.
 */
const isShell = ([program = '', ...options]) =>
  /^(ba|da|k|z|a|fi)?sh$/.test(basename(program)) &&
  options.some((option) => /^-\w*c$/.test(option))

/** npm sets its process title to its whole command; the others are scripts that Node runs. */
function isRunner([program = '', ...words]) {
  const name = basename(program.split(' ')[0])
  if (runners.test(name)) return true
  const script = words.find((word) => !word.startsWith('-')) ?? ''
  return /^node(js)?$/.test(name) && runners.test(basename(script))
}

/** A child has another parent after its parent has exited. */
function isSame({ pid, parent, started }, i, ancestors) {
  if (i === 0 && process.ppid !== pid) return false
  if (!isLinux) return isThere(pid)
  const now = look(pid)
  const isOutermost = i === ancestors.length - 1
  return now !== null && now.started === started && (isOutermost || now.parent === parent)
}

/** Cheaper than `ps`, which would block verification. */
function isThere(pid) {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return error.code === 'EPERM'
  }
}
