/* Each step of the set-up runs once, and again when its inputs have changed. */
import { createHash } from 'node:crypto'
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { withProgress } from './progress.mjs'
import { root, SetupError } from './root.mjs'
import { inTurn } from './setup-lock.mjs'
import { builderMask } from './umask.mjs'

/** Does some work in the turn of this process, beside other steps of this process. */
export const inOwnTurn = shareTurns(inTurn)

/**
 * Runs a step, unless its marker shows that it ran with the same sources. Concurrent starts are
 * serialized: the second one finds the marker of the first.
 * @param {{ mark: string, sources: string[], variant?: string, title: string, usually: string }}
 * step the marker is in the folder that the step creates; the variant is any input besides the
 * sources
 * @param make gets a function to call with a few words on what the step does now
 */
export async function once({ mark, sources, variant = '', title, usually }, make) {
  const wanted = digest(sources) + variant
  const file = join(root, mark)
  if (readMark(file) === wanted) return
  await inOwnTurn(async () => {
    if (readMark(file) === wanted) return
    await withProgress(title, usually, make)
    leaveMark(file, wanted)
  })
}

/**
 * @param takeTurn runs some work in a turn, and waits for the turns of other processes
 * @returns a function that runs some work in a turn that all work of this process shares: several
 * steps may run at the same time
 */
export function shareTurns(takeTurn) {
  let turn
  return async (work) => {
    while (turn?.isEnding) await turn.over
    turn ??= openTurn(takeTurn)
    const own = turn
    own.steps += 1
    try {
      await own.taken
      return await work()
    } finally {
      own.steps -= 1
      if (own.steps === 0) {
        await endTurn(own)
        turn = undefined
      }
    }
  }
}

function openTurn(takeTurn) {
  const own = { steps: 0, isEnding: false }
  own.taken = new Promise((resolve, reject) => {
    const hold = () => {
      resolve()
      return new Promise((end) => {
        own.end = end
      })
    }
    own.over = takeTurn(hold).catch(reject)
  })
  return own
}

/** Without `end`, the turn could not be taken. */
async function endTurn(own) {
  own.isEnding = true
  own.end?.()
  await own.over
}

function leaveMark(file, text) {
  const folder = dirname(file)
  mkdirSync(folder, { recursive: true })
  writeFileSync(file, text)
  // Both may exist already, without access for others.
  chmodSync(folder, 0o777 & ~builderMask())
  chmodSync(file, 0o666 & ~builderMask())
}

function readMark(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch ({ code }) {
    if (code === 'ENOENT' || code === 'ENOTDIR') return null
    throw new SetupError(
      `${file} cannot be read (${code}): run \`npm run build\` as its owner, or start as its owner`,
    )
  }
}

/**
 * Returns one digest of the names and contents of files and folders. Generated files are skipped,
 * because they follow from the others.
 */
function digest(paths) {
  const hash = createHash('sha256')
  const add = (path, isFolder) => {
    if (path === 'lib/db/generated') return
    if (isFolder) for (const [name, within] of entriesOf(path)) add(`${path}/${name}`, within)
    else hash.update(`${path}\0`).update(readFileSync(join(root, path)))
  }
  for (const path of paths) add(path, statSync(join(root, path)).isDirectory())
  return hash.digest('hex')
}

/** @returns the names in a folder, sorted, each with whether it is a folder */
const entriesOf = (path) =>
  readdirSync(join(root, path), { withFileTypes: true })
    .map((entry) => [entry.name, entry.isDirectory()])
    .sort(([a], [b]) => (a < b ? -1 : 1))
