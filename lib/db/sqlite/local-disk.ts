import { statfsSync } from 'node:fs'
import { SettingsError } from '@/lib/config/settings'

/*
 * SQLite's write-ahead log is shared by mapped memory and by the system's locks. A network file system has neither between machines, and some
 * not even on one.
 */

/**
 * Of statfs(2), by Linux's numbers. FUSE and 9P say nothing: local disks of sandboxes and of small systems are of these types, too, and the
 * log itself is refused where memory cannot be mapped.
 */
const networkTypes = new Map([
  [0x6969, 'NFS'],
  [0x517b, 'SMB'],
  [0xff534d42, 'CIFS'],
  [0xfe534d42, 'SMB'],
  [0x5346414f, 'AFS'],
  [0x564c, 'NCP'],
])

const advice = 'set JETON_DATA_DIR, or DATABASE_URL, to a folder on one, or to a PostgreSQL server'

/** @throws SettingsError where the folder of a database can be told to be on another machine */
export function requireLocalDisk(folder: string): void {
  if (process.platform !== 'linux') return
  const network = networkOf(statfsSync(folder).type)
  if (network)
    throw new SettingsError(
      `the folder ${folder} is on ${network}, and must be on a local disk: ${advice}`,
    )
}

/** @param type as statfs(2) has it, of which some systems take the first bit for a sign */
export const networkOf = (type: number): string | undefined => networkTypes.get(type >>> 0)

/**
 * What the system says where it has no shared memory or no locks for the log: not what it says of a full disk, or of one that is damaged.
 */
const unshareable =
  /^SQLITE_(IOERR_SHM(MAP|OPEN|LOCK)|IOERR_(LOCK|RDLOCK|UNLOCK|CHECKRESERVEDLOCK)|PROTOCOL|NOLFS)$/

/** @param error of opening a database, as Prisma's adapter throws it */
export function isUnshareable(error: unknown): boolean {
  const { cause } = error as { cause?: { originalCode?: string } }
  return unshareable.test(cause?.originalCode ?? '')
}

/** A database whose log was refused: readers would wait for writers, and what a crash leaves would be another thing. */
export class NoWriteAheadLog extends SettingsError {
  constructor(path: string) {
    super(
      `unable to open the database ${path} with a write-ahead log: it must be on a local disk; ${advice}`,
    )
  }
}
