import { db } from '@/lib/db/client'

/** Returns what each user is called, by their ids: the name, or else the email address. */
export async function namePeople(): Promise<Map<string, string>> {
  const select = { id: true, email: true, displayName: true } as const
  const users = await db().user.findMany({ select })
  return new Map(users.map(({ id, email, displayName }) => [id, displayName || email]))
}
