import { change } from '@/cli/admin/change'

/**
 * Disables a user: ends the sessions, and refuses the API token, which is not removed.
 * @returns the lines to print
 * @throws Refusal where there is no such user, or it is the last owner
 */
export async function disable(email: string): Promise<string[]> {
  await change(email, { disabled: true })
  return [`${email} is disabled: its sessions were ended, and its API token is refused.`]
}

/**
 * Enables a user again.
 * @returns the lines to print
 * @throws Refusal where there is no such user
 */
export async function enable(email: string): Promise<string[]> {
  await change(email, { disabled: false })
  return [`${email} is enabled: it can sign in, and its API token is accepted.`]
}
