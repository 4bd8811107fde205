import { change } from '@/cli/admin/change'
import { readRole } from '@/cli/admin/read'

/**
 * Makes a user an owner or a member.
 * @returns the lines to print
 * @throws Refusal where there is no such user, or it is the last owner or a machine
 */
export async function setRole(
  email: string,
  { role: text }: { role: string | undefined },
): Promise<string[]> {
  const role = readRole(text)
  await change(email, { role })
  return [role === 'owner' ? `${email} is an owner now.` : `${email} is a member now.`]
}
