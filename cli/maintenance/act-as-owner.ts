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
import { providerOf, sqlitePath } from '@/lib/db/database-url'

/*
 * Root runs commands in a folder that the server's user owns. That user can replace any file there
 * by a link, also between two checks, so root opens nothing there: before the first file is opened,
 * the process permanently becomes the owner. The owner then owns what it creates, and a link gives
 * it no access that the owner does not have. docs/decisions/0027-commands-of-root.md.
 */

/** Missing from Node's types. */
type InitsGroups = { initgroups?(user: string, group: number): void }

/**
 * Group for a user without an account whose folder belongs to root's group. It grants no rights.
 */
const noGroup = 65_534

let acting = ''

/** Names the acting user, as the subject of a sentence that says what this user may not do. */
export const actingUser = () => acting || `the user ${accountOf(process.geteuid?.() ?? 0).name}`

export const isRoot = () => process.geteuid?.() === 0

/**
 * Permanently switches to the owner of the data folder and of the database's folder. Stays root
 * where root owns every folder and link on both paths.
 * @throws Refusal where two users could redirect root, or where anyone could
 */
export function actAsOwner(settings: Env): void {
  if (!isRoot()) return
  const paths = pathsOf(settings)
  const [owned, other] = strangersOf(paths.flatMap(stepsTo))
  if (owned && other) throw twoOwners(owned, other)
  if (owned) become(lookUp(owned.stats.uid), owned)
  else paths.forEach(requireRootsOwn)
}

/** Returns the data folder and, with SQLite, the path of the database file. */
const pathsOf = ({ dataDir, databaseUrl }: Env) =>
  providerOf(databaseUrl) === 'sqlite' ? [dataDir, sqlitePath(databaseUrl)] : [dataDir]

function twoOwners(one: Step, other: Step): Refusal {
  const [first, second] = [one, other].map(
    ({ path, stats }) => `${path} belongs to the user ${lookUp(stats.uid).name}`,
  )
  return new Refusal(
    `${first}, and ${second}: root does not know which user to act for. Run this as the user that the server runs as`,
  )
}

/**
 * Checks the path of a file that is created exclusively. It may be in /tmp, where no user can
 * remove another's files.
 * @throws Refusal where a user other than root could redirect root. Processes that are not root may
 * use any path
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
 * Checks the path of a database that is opened, together with files beside it that have predictable
 * names.
 * @throws Refusal where a user other than root could redirect root
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
  // pg reads .pgpass in the home folder.
  if (home !== undefined) moveHome(home)
  requirePackage()
}

/** Checks that the product's folder is readable, because some packages are loaded lazily. */
function requirePackage(): void {
  try {
    accessSync(resolve('package.json'), constants.R_OK)
  } catch {
    throw new Refusal(
      `${acting} may not read the folder ${resolve()}, where Jeton is: put it where this user may`,
    )
  }
}
