import { verifyPassword } from '@/lib/auth/passwords'
import { db } from '@/lib/db/client'
import type { Subject } from '@/lib/principal'

/** @returns who it is, or null; an unknown address and a wrong password take the same time and look the same */
export async function verifyCredentials(email: string, password: string): Promise<Subject | null> {
  const user = await db().user.findUnique({
    where: { email },
    select: { id: true, email: true, displayName: true, passwordHash: true },
  })
  const correct = await verifyPassword(password, user?.passwordHash ?? null)
  if (!user || !correct) return null
  return { id: user.id, email: user.email, displayName: user.displayName }
}
