import { createInterface } from 'node:readline/promises'
import { operatorOf } from '@/cli/admin/author'
import type { Input } from '@/cli/admin/input'
import { Refusal } from '@/cli/maintenance/refusal'
import { printable } from '@/cli/maintenance/words'
import { addActivity } from '@/lib/audit/record'
import { db } from '@/lib/db/client'
import { spellEmail } from '@/shared/email-spelling'
import { apiTokenPrefix } from '@/shared/token-format'
import { revoking } from '@/verifier/revocations'

/**
 * Deletes an account and everything that belongs to it. Unless `yes` is set, lists that first and
 * asks for confirmation.
 * @returns the lines to print
 * @throws Refusal where there is no such account, or the deletion is not confirmed
 */
export async function deleteUser(
  email: string,
  { yes }: { yes: boolean },
  input: Input,
): Promise<string[]> {
  const { id, words } = await describe(email)
  if (!yes) await confirm(email, words, input)
  if (!(await revoking(() => remove({ id, email }))))
    throw new Refusal(`there is no account ${email} any more`, 2)
  return [`Deleted ${email}: ${words.join(', ')}.`]
}

/** @returns whether the account still existed */
function remove(user: { id: string; email: string }): Promise<boolean> {
  return db().$transaction(async (transaction) => {
    const { count } = await transaction.user.deleteMany({ where: { id: user.id } })
    if (count === 1) await addActivity(operatorOf(user), { action: 'account_deleted' }, transaction)
    return count === 1
  })
}

async function describe(email: string): Promise<{ id: string; words: string[] }> {
  const user = await db().user.findUnique({
    where: { email },
    select: {
      id: true,
      owns: { select: { id: true } },
      apiToken: { select: { name: true, hint: true } },
      _count: { select: { sessions: true } },
    },
  })
  if (!user) throw new Refusal(`there is no account ${email}`, 2)
  const { id, owns, apiToken, _count } = user
  const token = apiToken
    ? `its API token “${printable(apiToken.name)}” (${apiTokenPrefix}…${apiToken.hint})`
    : 'no API token'
  const sessions = `${_count.sessions} ${_count.sessions === 1 ? 'session' : 'sessions'}`
  const ownership = 'the ownership of this installation, which nobody has then'
  return { id, words: ['the account', token, sessions, ...(owns ? [ownership] : [])] }
}

/** @throws Refusal where the input is not a terminal, or the answer is not the address */
async function confirm(email: string, words: string[], input: Input): Promise<void> {
  if (!input.isTTY) throw new Refusal('nobody is there to confirm it: give --yes', 2)
  const terminal = createInterface({ input, output: process.stderr })
  try {
    const said = await terminal.question(
      `This deletes for good: ${words.join(', ')}.\nType the address to go on: `,
    )
    if (spellEmail(said) !== email)
      throw new Refusal('that is not the address: nothing was deleted')
  } finally {
    terminal.close()
  }
}
