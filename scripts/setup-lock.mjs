/*
 * A lock file serializes starts that have something to build. On one machine, the lock is valid as
 * long as the process that it names runs; it includes the start time, since process ids are reused.
 * Between machines or containers that share the folder, it is valid as long as its holder touches
 * it.
 */
import {
  lstatSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { look, numbering } from './processes.mjs'
import { withProgress } from './progress.mjs'
import { root, SetupError } from './root.mjs'

const touchMs = 1_000
const pollMs = 200
/** A lock that was not touched for this long is stale. */
const untouchedMs = 10_000
/** Longer than any set-up takes. */
const giveUpMs = 15 * 60_000

/**
 * Runs some work while holding the lock.
 * @throws {SetupError} when the folder is not writable, or the lock is not released in time
 */
export async function inTurn(work, { folder = root, limitMs = giveUpMs } = {}) {
  const file = join(folder, '.setup.lock')
  const own = JSON.stringify({
    pid: process.pid,
    started: look(process.pid)?.started,
    numbering: numbering(),
  })
  await takeTurn(file, own, limitMs)
  const touching = setInterval(() => touch(file), touchMs).unref()
  const release = () => read(file) === own && rmSync(file, { force: true })
  process.once('exit', release)
  try {
    return await work()
  } finally {
    clearInterval(touching)
    process.off('exit', release)
    release()
  }
}

async function takeTurn(file, own, limitMs) {
  const isLeftBehind = observe(file)
  const tryOnce = () => {
    if (take(file, own)) return true
    if (!isLeftBehind()) return false
    remove(file)
    return take(file, own)
  }
  if (tryOnce()) return
  const { pid } = parse(read(file))
  const holder = pid ? `process ${pid}` : 'another process'
  await withProgress(
    `Waiting for ${holder}, which sets this folder up`,
    'a few minutes',
    async () => {
      const until = performance.now() + limitMs
      while (!tryOnce()) {
        if (performance.now() > until)
          throw new SetupError(
            `${holder} does not come to an end with the set-up: end it, or remove ${file}`,
          )
        await setTimeout(pollMs)
      }
    },
  )
}

/** @returns whether this process created the file, and so holds the lock */
function take(file, own) {
  try {
    writeFileSync(file, own, { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw unwritable(dirname(file), error)
  }
}

const unwritable = (folder, { code }) =>
  new SetupError(
    `something has to be made first, and ${folder} cannot be written (${code}): run \`npm run build\` there as its owner`,
  )

/** @returns a function that reports whether the lock is stale */
function observe(file) {
  let seen
  let since = 0
  return () => {
    const text = read(file)
    const { pid, started, numbering: whose } = parse(text)
    if (whose === numbering()) return look(pid)?.started !== started
    const state = `${text} ${lstatSync(file, { throwIfNoEntry: false })?.mtimeMs}`
    if (state !== seen) since = performance.now()
    seen = state
    return performance.now() - since > untouchedMs
  }
}

/**
 * Renames before removing: of two processes that find a stale lock, one renames it, and neither
 * removes the new lock of the other.
 */
function remove(file) {
  const aside = `${file}.${process.pid}`
  try {
    if (lstatSync(file).isDirectory()) return rmdirSync(file)
    renameSync(file, aside)
    rmSync(aside)
  } catch (error) {
    if (error.code === 'ENOENT') return
    throw new SetupError(`${file} was left behind and cannot be removed (${error.code}): remove it`)
  }
}

function touch(file) {
  try {
    utimesSync(file, new Date(), new Date())
  } catch {
    // The file is gone, and the lock with it. This process finishes its work nevertheless.
  }
}

/** @returns its text, or an empty string if it cannot be read */
function read(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

function parse(text) {
  try {
    return JSON.parse(text) ?? {}
  } catch {
    return {}
  }
}
