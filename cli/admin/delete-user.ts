import { createInterface } from 'node:readline/promises'
import type { Input } from '@/cli/admin/chosen-password'
import { accountMissing, lastOwner } from '@/cli/admin/words'
import { Refusal } from '@/cli/maintenance/refusal'
import { printable } from '@/cli/maintenance/words'
import { getListedAccount, type ListedAccount } from '@/lib/accounts/account-list'
import { operator } from '@/lib/audit/actor'
import { deletePerson } from '@/lib/people/delete-person'
import { spellEmail } from '@/shared/email-spelling'
import { apiTokenPrefix } from '@/shared/token-format'

/**
 * Deletes an account and everything that belongs to it; with `erase`, also its address in the audit
 * log. Unless `yes` is set, lists that first and
 * asks for confirmation.
 * @returns the lines to print
 * @throws Refusal where there is no such account, or the deletion is not confirmed
 */
export async function deleteUser(
  email: string,
  { yes, erase }: { yes: boolean; erase: boolean },
  input: Input,
): Promise<string[]> {
  const account = await getListedAccount(email)
  if (!account) throw accountMissing(email)
  const words = describe(account)
  if (!yes) await confirm(email, words, input)
  const outcome = await deletePerson(operator, account.id, { erase })
  if (outcome === 'not_found') throw new Refusal(`there is no account ${email} any more`, 2)
  if (outcome === 'last_owner') throw lastOwner(email)
  const erased = erase ? [`A pseudonym stands for ${email} in the audit log now.`] : []
  return [`Deleted ${email}: ${words.join(', ')}.`, ...erased]
}

function describe({ apiToken, sessions }: ListedAccount): string[] {
  const token = apiToken
    ? `its API token “${printable(apiToken.name)}” (${apiTokenPrefix}…${apiToken.hint})`
    : 'no API token'
  const ended = `${sessions} ${sessions === 1 ? 'session' : 'sessions'}`
  return ['the account', token, ended]
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
