import { readName } from '@/cli/admin/read'
import { Refusal } from '@/cli/maintenance/refusal'
import { operator } from '@/lib/audit/actor'
import { addMachine } from '@/lib/people/add-machine'
import { createMachineToken } from '@/lib/people/token'

/**
 * Adds a machine with its API token, which has the machine's name.
 * @returns the lines to print
 * @throws Refusal where the name is not allowed
 */
export async function createMachine(text: string): Promise<string[]> {
  const displayName = readName(text)
  if (displayName === '') throw new Refusal('the name cannot be used: give the machine one', 2)
  const { id, email } = await addMachine(operator, { displayName, role: 'member', groups: [] })
  const result = await createMachineToken(operator, id, displayName)
  if (result.outcome !== 'created') throw new Refusal(`${email} was changed meanwhile`)
  return [`Made the machine ${email}.`, `Its API token, shown this once:  ${result.token.token}`]
}
