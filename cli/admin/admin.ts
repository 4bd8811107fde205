import { parseArgs } from 'node:util'
import { createUser } from '@/cli/admin/create-user'
import { deleteUser } from '@/cli/admin/delete-user'
import type { Input } from '@/cli/admin/input'
import { list } from '@/cli/admin/list'
import { resetPassword } from '@/cli/admin/reset-password'
import { signOutAll } from '@/cli/admin/sign-out-all'
import { Refusal } from '@/cli/maintenance/refusal'
import { emailAddress } from '@/lib/accounts/email'

/*
 * npm run admin lets an operator manage accounts on the machine of the installation, for example
 * when a user is locked out. It works on the database, whether or not a server runs, with the
 * revocation code of the server: when it returns, every instance refuses what it has ended.
 */

const usage =
  'usage: npm run admin -- list | reset-password EMAIL [--stdin] | sign-out-all EMAIL | delete-user EMAIL [--yes] | create-user EMAIL [--name NAME] [--stdin]'

interface Options {
  stdin: boolean
  yes: boolean
  name: string | undefined
}

type Action = (email: string, options: Options, input: Input) => Promise<string[]>

const actions: Record<string, { run: Action; options: (keyof Options)[] }> = {
  'reset-password': { run: resetPassword, options: ['stdin'] },
  'sign-out-all': { run: signOutAll, options: [] },
  'delete-user': { run: deleteUser, options: ['yes'] },
  'create-user': { run: createUser, options: ['name', 'stdin'] },
}

/**
 * Runs one command on the open installation.
 * @param input the source of a password, and of the answer to a question
 * @returns the lines to print
 * @throws Refusal
 */
export async function admin(args: string[], input: Input): Promise<string[]> {
  const { names, options } = parse(args)
  const [name = '', email, ...rest] = names
  if (name === 'list' && names.length === 1 && isAllowed(options, [])) return list()
  const action = Object.hasOwn(actions, name) ? actions[name] : undefined
  if (!action || email === undefined || rest.length > 0 || !isAllowed(options, action.options))
    throw new Refusal(usage, 2)
  return action.run(readEmail(email), options, input)
}

/** Parses the arguments. Node's own error message would repeat them, and one may be a password. */
function parse(args: string[]): { names: string[]; options: Options } {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { stdin: { type: 'boolean' }, yes: { type: 'boolean' }, name: { type: 'string' } },
    })
    const { stdin = false, yes = false, name } = values
    return { names: positionals, options: { stdin, yes, name } }
  } catch {
    throw new Refusal(usage, 2)
  }
}

const isAllowed = (options: Options, allowed: (keyof Options)[]) =>
  (Object.keys(options) as (keyof Options)[]).every(
    (name) => !options[name] || allowed.includes(name),
  )

function readEmail(text: string): string {
  const { data, error } = emailAddress.safeParse(text)
  if (data !== undefined) return data
  throw new Refusal(`the address cannot be used: ${error?.issues[0]?.message}`, 2)
}
