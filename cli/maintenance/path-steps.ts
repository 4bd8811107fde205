import { lstatSync, readlinkSync, type Stats } from 'node:fs'
import { isAbsolute, join, resolve, sep } from 'node:path'

/** A folder, link or file by which a path is reached. */
export interface Step {
  path: string
  stats: Stats
}

/** As many links as Linux follows. */
const maxLinks = 40

/**
 * Every folder and link by which a path is reached, from the root on, and what it names at last.
 * What is not there ends the list.
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

/** Whether somebody else than its owner, or root's group, may make something in a folder. */
export function isOpenToOthers({ stats }: Step): boolean {
  const group = stats.gid === 0 ? 0 : 0o020
  return stats.isDirectory() && (stats.mode & (0o002 | group)) !== 0
}

/** And may also put it in the place of what is there: not so in /tmp, which is sticky. */
export const isSwappableByOthers = (step: Step) =>
  isOpenToOthers(step) && (step.stats.mode & 0o1000) === 0

/**
 * The users, other than root, who own a folder or a link of these: each can lead the path
 * elsewhere.
 */
export function strangersOf(steps: Step[]): Step[] {
  const owned = steps.filter(({ stats }) => stats.uid !== 0 && !stats.isFile())
  return owned.filter(
    ({ stats }, i) => owned.findIndex((other) => other.stats.uid === stats.uid) === i,
  )
}
