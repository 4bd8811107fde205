import { parseArgs } from 'node:util'
import { createMachine, createUser, inviteUser } from '@/cli/admin/add-user'
import { disable, enable, setRole } from '@/cli/admin/change-user'
import type { Input } from '@/cli/admin/chosen-password'
import { deleteUser } from '@/cli/admin/delete-user'
import { withInstallation } from '@/cli/admin/installation'
import { list } from '@/cli/admin/list'
import { resetLink } from '@/cli/admin/reset-link'
import { resetPassword } from '@/cli/admin/reset-password'
import { signOutAll } from '@/cli/admin/sign-out-all'
import { Refusal } from '@/cli/maintenance/refusal'
import { emailAddress, newEmailAddress } from '@/lib/accounts/email'
import { typedCommand } from '@/lib/config/settings'

/*
 * npm run admin lets an operator manage accounts on the machine of the installation, for example
 * when a user is locked out. It works on the database, whether or not a server runs, with the
 * revocation code of the server: when it returns, every instance refuses what it has ended.
 */

const usages = [
  'list',
  'invite EMAIL [--role owner] [--name NAME]',
  'create-user EMAIL [--name NAME] [--stdin]',
  'create-machine NAME',
  'set-role EMAIL --role ROLE',
  'reset-password EMAIL [--stdin]',
  'reset-link EMAIL',
  'sign-out-all EMAIL',
  'disable EMAIL',
  'enable EMAIL',
  'delete-user EMAIL [--erase] [--yes]',
]

const usage = () => `usage: ${typedCommand('admin', usages.join(' | '))}`

interface Options {
  stdin: boolean
  yes: boolean
  erase: boolean
  name: string | undefined
  role: string | undefined
}

/** @param subject the address of an account in its one spelling, or the name of a machine */
type Action = (subject: string, options: Options, input: Input) => Promise<string[]>

interface Command {
  run: Action
  options: (keyof Options)[]
  /** Reads the subject; by default the address of an account. */
  read?: (text: string) => string
}

const commands: Record<string, Command> = {
  invite: { run: inviteUser, options: ['name', 'role'], read: readNewEmail },
  'create-user': { run: createUser, options: ['name', 'stdin'], read: readNewEmail },
  'create-machine': { run: createMachine, options: [], read: (name) => name },
  'set-role': { run: setRole, options: ['role'] },
  'reset-password': { run: resetPassword, options: ['stdin'] },
  'reset-link': { run: resetLink, options: [] },
  'sign-out-all': { run: signOutAll, options: [] },
  disable: { run: disable, options: [] },
  enable: { run: enable, options: [] },
  'delete-user': { run: deleteUser, options: ['erase', 'yes'] },
}

/**
 * Runs one command on the open installation.
 * @param input the source of a password, and of the answer to a question
 * @returns the lines to print
 * @throws Refusal
 */
export async function admin(args: string[], input: Input): Promise<string[]> {
  const { names, options } = parse(args)
  const [name = '', subject, ...rest] = names
  if (name === 'list' && names.length === 1 && isAllowed(options, [])) return list()
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!command || subject === undefined || rest.length > 0 || !isAllowed(options, command.options))
    throw new Refusal(usage(), 2)
  const { run, read = readEmail } = command
  return run(read(subject), options, input)
}

/** Parses the arguments. Node's own error message would repeat them, and one may be a password. */
function parse(args: string[]): { names: string[]; options: Options } {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        stdin: { type: 'boolean' },
        yes: { type: 'boolean' },
        erase: { type: 'boolean' },
        name: { type: 'string' },
        role: { type: 'string' },
      },
    })
    const { stdin = false, yes = false, erase = false, name, role } = values
    return { names: positionals, options: { stdin, yes, erase, name, role } }
  } catch {
    throw new Refusal(usage(), 2)
  }
}

const isAllowed = (options: Options, allowed: (keyof Options)[]) =>
  (Object.keys(options) as (keyof Options)[]).every(
    (name) => !options[name] || allowed.includes(name),
  )

const readEmail = (text: string) => readAs(emailAddress, text)

function readNewEmail(text: string): string {
  return readAs(newEmailAddress, text)
}

function readAs(schema: typeof emailAddress, text: string): string {
  const { data, error } = schema.safeParse(text)
  if (data !== undefined) return data
  throw new Refusal(`the address cannot be used: ${error?.issues[0]?.message}`, 2)
}

/**
 * npm run admin.
 * @returns the lines to print
 */
export const runAdmin = (args: string[]): Promise<string[]> =>
  withInstallation(() => admin(args, process.stdin))
