import { Refusal } from '@/cli/maintenance/refusal'
import { db } from '@/lib/db/client'

/** @throws Refusal where no account has this address */
export async function requireUser(email: string): Promise<{ id: string }> {
  const user = await db().user.findUnique({ where: { email }, select: { id: true } })
  if (user) return user
  throw new Refusal(`there is no account ${email}`, 2)
}
