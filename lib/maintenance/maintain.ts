import { SettingsError } from '@/lib/env'
import { actAsOwner, leaveToOwner } from '@/lib/maintenance/act-as-owner'
import { backup } from '@/lib/maintenance/backup'
import { dbMove } from '@/lib/maintenance/db-move'
import { Refusal } from '@/lib/maintenance/refusal'
import { restore } from '@/lib/maintenance/restore'
import { rotateSecret } from '@/lib/maintenance/rotate-secret'

/** What an operator may have done to a database, by the name of its npm script. Each answers the lines to print. */
const commands: Record<string, (args: string[]) => Promise<string[]>> = {
  'db:move': dbMove,
  backup,
  restore,
  'rotate-secret': rotateSecret,
  // Loaded when it is asked for: the others do without Prisma's client.
  admin: async (args) => (await import('@/lib/admin/run')).runAdmin(args),
}

/** What reads and writes nothing but the installation. */
const asOwner = ['admin', 'rotate-secret']

/** Runs a command. @returns its exit code: 0 done, 1 refused or failed, 2 given wrongly */
export async function maintain([name = '', ...args]: string[]): Promise<number> {
  process.umask(0o077)
  try {
    if (asOwner.includes(name)) actAsOwner()
    for (const line of (await run(name, args)) ?? []) console.log(line)
    return 0
  } catch (error) {
    console.error(`npm run ${name}: ${reasonOf(error)}`)
    return error instanceof Refusal ? error.exitCode : 1
  }
}

async function run(name: string, args: string[]): Promise<string[] | undefined> {
  try {
    return await commands[name]?.(args)
  } finally {
    leaveToOwner()
  }
}

/** One line where somebody can do something about it: what a database or the system says has a code. A fault of ours shows where it is. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown error'
  if (error instanceof Refusal || error instanceof SettingsError) return error.message
  if ('code' in error)
    return error.message.split('\n').find((line) => line.trim() !== '') ?? String(error.code)
  return error.stack ?? error.message
}
