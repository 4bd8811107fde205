import { randomBytes } from 'node:crypto'
import { text } from 'node:stream/consumers'
import { Refusal } from '@/cli/maintenance/refusal'

/** Standard input: a terminal, a file or another program. */
export type Input = NodeJS.ReadableStream & { isTTY?: boolean }

/** Thirty-two characters that are not mistaken for each other, five bits each. */
const letters = 'abcdefghijkmnpqrstuvwxyz23456789'
const groups = 4
const groupLength = 5

/** Returns a password of 100 random bits that can be read out over the telephone. */
export function randomPassword(bytes = randomBytes(groups * groupLength)): string {
  const text = [...bytes].map((byte) => letters[byte % letters.length]).join('')
  return (text.match(new RegExp(`.{${groupLength}}`, 'g')) ?? []).join('-')
}

/**
 * Chooses a new password: generated, or read from an input.
 * @param from the input, or null to generate the password
 * @returns the password, and the lines to print; a generated password is shown only there
 * @throws Refusal where `from` is a terminal
 */
export async function choosePassword(
  from: Input | null,
): Promise<{ password: string; words: string[] }> {
  if (from) return { password: await readPassword(from), words: [] }
  const password = randomPassword()
  const shown = [
    `The password, shown this once:  ${password}`,
    'It is to be changed after signing in: Account Settings, Profile.',
  ]
  return { password, words: shown }
}

/**
 * Reads the first line.
 * @throws Refusal on a terminal, which would echo the password
 */
async function readPassword(input: Input): Promise<string> {
  if (input.isTTY)
    throw new Refusal(
      '--stdin takes the password from a file or a program, and this is a terminal',
      2,
    )
  return (await text(input)).split(/\r?\n/)[0] ?? ''
}
