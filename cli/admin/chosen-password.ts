import { randomBytes } from 'node:crypto'
import { text } from 'node:stream/consumers'
import type { Input } from '@/cli/admin/input'
import { Refusal } from '@/cli/maintenance/refusal'
import { guessFault } from '@/lib/accounts/password-fault'
import { newPassword } from '@/lib/sign-in/schema'

/** Thirty-two characters that nobody takes for one another: five bits each. */
const letters = 'abcdefghijkmnpqrstuvwxyz23456789'
const groups = 4
const groupLength = 5

/** A password of a hundred random bits, which can be read out over the telephone. */
export function randomPassword(bytes = randomBytes(groups * groupLength)): string {
  const text = [...bytes].map((byte) => letters[byte % letters.length]).join('')
  return (text.match(new RegExp(`.{${groupLength}}`, 'g')) ?? []).join('-')
}

/**
 * The password that an account is to have: one that is made up, or what is read from somewhere, by the rules that a sign-up has.
 * @returns it, and what to print of it: one that was made up is shown, this once
 */
export async function choosePassword(
  email: string,
  from: Input | null,
): Promise<{ password: string; words: string[] }> {
  const password = from ? await readPassword(from) : randomPassword()
  await requireGood(password, email)
  const shown = [
    `The password, shown this once:  ${password}`,
    'It is to be changed after signing in: Account Settings, Profile.',
  ]
  return { password, words: from ? [] : shown }
}

/** The first line. @throws Refusal on a terminal, which would show what is typed */
async function readPassword(input: Input): Promise<string> {
  if (input.isTTY)
    throw new Refusal(
      '--stdin takes the password from a file or a program, and this is a terminal',
      2,
    )
  return (await text(input)).split(/\r?\n/)[0] ?? ''
}

async function requireGood(password: string, email: string): Promise<void> {
  const { error } = newPassword.safeParse(password)
  const fault = error?.issues[0]?.message ?? (await guessFault(password, email))
  if (fault) throw new Refusal(`the password cannot be used: ${fault}`, 2)
}
