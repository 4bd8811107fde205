import { actAsOwner, actingUser } from '@/cli/maintenance/act-as-owner'
import type { Given } from '@/cli/maintenance/arguments'
import { backup } from '@/cli/maintenance/backup'
import { dbMove } from '@/cli/maintenance/db-move'
import { requirePlainFiles } from '@/cli/maintenance/plain-files'
import { Refusal } from '@/cli/maintenance/refusal'
import { restore } from '@/cli/maintenance/restore'
import { rotateSecret } from '@/cli/maintenance/rotate-secret'
import { printable } from '@/cli/maintenance/words'
import { exposures } from '@/lib/config/file-permissions'
import { env, typedCommand } from '@/lib/config/settings'
import { SettingsError } from '@/lib/config/settings-error'
import { providerOf, sqlitePath } from '@/lib/db/database-url'

/** The commands of operators, by the name of their npm script. Each returns the lines to print. */
const commands: Record<string, (given: Given) => Promise<string[]>> = {
  'db:move': dbMove,
  backup,
  restore,
  'rotate-secret': rotateSecret,
  // Loaded on demand: the other commands do not need Prisma's client.
  admin: async ({ args }) => (await import('@/cli/admin/admin')).runAdmin(args),
}

/**
 * Runs a command.
 * @param typedIn the folder in which the command was typed
 * @returns its exit code: 0 done, 1 refused or failed, 2 wrong usage
 */
export async function maintain([name = '', ...args]: string[], typedIn: string): Promise<number> {
  process.umask(0o077)
  try {
    const settings = env()
    if (settings.isDemo) throw new Refusal('a demo has no data to work on: remove DEMO')
    actAsOwner(settings)
    for (const fault of exposures(settings))
      console.error(`${typedCommand(name)}: WARNING: ${fault}`)
    if (providerOf(settings.databaseUrl) === 'sqlite')
      requirePlainFiles(sqlitePath(settings.databaseUrl))
    for (const line of (await commands[name]?.({ args, typedIn })) ?? []) console.log(line)
    return 0
  } catch (error) {
    console.error(`${typedCommand(name)}: ${reasonOf(error)}`)
    return error instanceof Refusal ? error.exitCode : 1
  }
}

/**
 * Returns one line for an error that the user can fix; errors of the database or the system have a
 * code. Other errors are bugs and include their stack.
 */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown error'
  if (error instanceof Refusal || error instanceof SettingsError) return printable(error.message)
  if (!('code' in error)) return error.stack ?? error.message
  const line = error.message.split('\n').find((text) => text.trim() !== '') ?? String(error.code)
  return printable(
    isForbidden.test(String(error.code)) ? `${line}: ${actingUser()} may not do that` : line,
  )
}

/** Codes of the system and of SQLite for a file that this user may not open or write. */
const isForbidden = /^(EACCES|EPERM|SQLITE_(CANTOPEN|READONLY|PERM)\w*)$/
