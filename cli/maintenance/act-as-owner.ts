import { accessSync, constants } from 'node:fs'
import { resolve } from 'node:path'
import {
  isOpenToOthers,
  isSwappableByOthers,
  type Step,
  stepsTo,
  strangersOf,
} from '@/cli/maintenance/path-steps'
import { Refusal } from '@/cli/maintenance/refusal'
import { accountOf, lookUp, type User } from '@/cli/maintenance/user'
import { type Env, moveHome } from '@/lib/config/settings'
import { providerOf } from '@/lib/db/provider'
import { sqlitePath } from '@/lib/db/sqlite/path'

/*
 * Root runs commands in a folder that the server's user owns. That user can put a link in the place
 * of any file there, also between two looks at it, so root opens nothing there: before the first
 * file is opened, the process becomes the owner, for good. What it makes is the owner's, and a link
 * leads it nowhere that the owner could not go. docs/decisions/0027-commands-of-root.md.
 */

/** Not in Node's types. */
type InitsGroups = { initgroups?(user: string, group: number): void }

/**
 * The group of a user without an account whose folder is root's group's: it has no rights by it.
 */
const noGroup = 65_534

let acting = ''

/** Who does the work: the subject of a sentence that says what this user may not do. */
export const actingUser = () => acting || `the user ${accountOf(process.geteuid?.() ?? 0).name}`

export const isRoot = () => process.geteuid?.() === 0

/**
 * Goes on as the owner of the data folder and of the database's folder, for good. Where root owns
 * all that leads there, it stays root.
 * @throws Refusal where two users could lead root elsewhere, or anybody could
 */
export function actAsOwner(settings: Env): void {
  if (!isRoot()) return
  const paths = pathsOf(settings)
  const [owned, other] = strangersOf(paths.flatMap(stepsTo))
  if (owned && other) throw twoOwners(owned, other)
  if (owned) become(lookUp(owned.stats.uid), owned)
  else paths.forEach(requireRootsOwn)
}

/** The data folder, and a database file elsewhere. */
const pathsOf = ({ dataDir, databaseUrl }: Env) =>
  providerOf(databaseUrl) === 'sqlite' ? [dataDir, sqlitePath(databaseUrl)] : [dataDir]

function twoOwners(one: Step, other: Step): Refusal {
  const [first, second] = [one, other].map(
    ({ path, stats }) => `${path} belongs to the user ${lookUp(stats.uid).name}`,
  )
  return new Refusal(
    `${first}, and ${second}: root does not know for whom it acts. Run this as the user that the server runs as`,
  )
}

/**
 * For a name that is made anew, or not at all: it may be in /tmp, where nobody removes another's
 * files.
 * @throws Refusal where somebody who is not root could lead root elsewhere. Everybody else may go
 * wherever they want
 */
export function requireRootsWay(path: string): void {
  if (!isRoot()) return
  const steps = stepsTo(path)
  const [owned] = strangersOf(steps)
  if (owned)
    throw new Refusal(
      `${owned.path} belongs to the user ${lookUp(owned.stats.uid).name}, who could lead root elsewhere: give a folder of root's`,
      2,
    )
  const open = steps.find(isSwappableByOthers)
  if (open) throw openToOthers(open)
}

/**
 * The same for a database that is opened, with whatever lies beside it under names that everybody
 * knows.
 * @throws Refusal
 */
export function requireRootsOwn(path: string): void {
  if (!isRoot()) return
  requireRootsWay(path)
  const place = stepsTo(path).findLast(({ stats }) => stats.isDirectory())
  if (place && isOpenToOthers(place)) throw openToOthers(place)
}

const openToOthers = ({ path }: Step) =>
  new Refusal(
    `the folder ${path} can be written by others, who could lead root elsewhere: chmod go-w it, or use a folder that only root, or the user that the server runs as, may write`,
  )

function become({ uid, name, gid: own, home }: User, { path, stats }: Step): void {
  const gid = own ?? (stats.gid === 0 ? noGroup : stats.gid)
  try {
    if (own === undefined) process.setgroups?.([gid])
    else (process as InitsGroups).initgroups?.(name, gid)
    process.setgid?.(gid)
    process.setuid?.(uid)
  } catch {
    throw new Refusal(
      `${path} belongs to the user ${name}, and root cannot act as that user here: run this as ${name}`,
    )
  }
  acting = `the user ${name}, who owns ${path},`
  // Where pg looks for .pgpass.
  if (home !== undefined) moveHome(home)
  requirePackage()
}

/** Some of the packages are loaded when they are needed. */
function requirePackage(): void {
  try {
    accessSync(resolve('package.json'), constants.R_OK)
  } catch {
    throw new Refusal(
      `${acting} may not read the folder ${resolve()}, where Jeton is: put it where this user may`,
    )
  }
}
