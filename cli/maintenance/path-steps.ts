import { lstatSync, readlinkSync, type Stats } from 'node:fs'
import { isAbsolute, join, resolve, sep } from 'node:path'

/** A folder, link or file on the way to a path. */
export interface Step {
  path: string
  stats: Stats
}

/** Linux follows as many. */
const maxLinks = 40

/**
 * Returns every folder and link on the way to a path, from the root, and its final target. The list
 * ends before the first name that does not exist.
 */
export function stepsTo(path: string): Step[] {
  const steps: Step[] = []
  let at: string = sep
  let names = ['', ...namesOf(resolve(path))]
  for (let links = 0; links <= maxLinks && names.length > 0; ) {
    const next = join(at, names.shift() ?? '')
    const stats = lstatSync(next, { throwIfNoEntry: false })
    if (!stats) break
    steps.push({ path: next, stats })
    if (stats.isSymbolicLink()) {
      links += 1
      const target = readlinkSync(next)
      names = [...namesOf(target), ...names]
      if (isAbsolute(target)) at = sep
    } else at = next
  }
  return steps
}

const namesOf = (path: string) => path.split(sep).filter((name) => name !== '')

/** Whether a user other than the owner, outside root's group, may create files in a folder. */
export function isOpenToOthers({ stats }: Step): boolean {
  const group = stats.gid === 0 ? 0 : 0o020
  return stats.isDirectory() && (stats.mode & (0o002 | group)) !== 0
}

/**
 * Whether such a user may also replace existing files. This excludes sticky folders such as /tmp.
 */
export const isSwappableByOthers = (step: Step) =>
  isOpenToOthers(step) && (step.stats.mode & 0o1000) === 0

/**
 * Returns one step for each user other than root who owns a folder or link among these steps. Each
 * of them can redirect the path.
 */
export function strangersOf(steps: Step[]): Step[] {
  const owned = steps.filter(({ stats }) => stats.uid !== 0 && !stats.isFile())
  return owned.filter(
    ({ stats }, i) => owned.findIndex((other) => other.stats.uid === stats.uid) === i,
  )
}
