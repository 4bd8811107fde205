import { statfsSync } from 'node:fs'
import { SettingsError } from '@/lib/config/settings-error'

/*
 * SQLite's write-ahead log is shared through mapped memory and file locks. Network file systems
 * have neither across machines, and some not even on one machine.
 */

/**
 * Linux's file system types of statfs(2). FUSE and 9P are not listed: local disks of sandboxes and
 * small systems use them too, and the log itself is refused where memory cannot be mapped.
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

/** @throws SettingsError when the database folder is known to be on another machine */
export function requireLocalDisk(folder: string): void {
  if (process.platform !== 'linux') return
  const network = networkOf(statfsSync(folder).type)
  if (network)
    throw new SettingsError(
      `the folder ${folder} is on ${network}, and must be on a local disk: ${advice}`,
    )
}

/** @param type from statfs(2); some systems return it as a signed number */
export const networkOf = (type: number): string | undefined => networkTypes.get(type >>> 0)

/**
 * Errors of a system without shared memory or locks for the log. They do not include those of a
 * full or damaged disk.
 */
const unshareable =
  /^SQLITE_(IOERR_SHM(MAP|OPEN|LOCK)|IOERR_(LOCK|RDLOCK|UNLOCK|CHECKRESERVEDLOCK)|PROTOCOL|NOLFS)$/

/**
 * Whether the file system does not support the write-ahead log.
 * @param error of opening a database, as Prisma's adapter throws it
 */
export function isUnshareable(error: unknown): boolean {
  const { cause } = error as { cause?: { originalCode?: string } }
  return unshareable.test(cause?.originalCode ?? '')
}

/**
 * The write-ahead log was refused. Without it, readers would wait for writers, and a crash would
 * leave the database in a different state.
 */
export class NoWriteAheadLog extends SettingsError {
  constructor(path: string) {
    super(
      `unable to open the database ${path} with a write-ahead log: it must be on a local disk; ${advice}`,
    )
  }
}
