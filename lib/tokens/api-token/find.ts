import { db } from '@/lib/db/client'
import type { Subject } from '@/lib/principal'

/** What verification needs of an API token's row, and of its user's. */
export interface FoundApiToken {
  id: string
  name: string
  createdAt: Date
  subject: Subject
}

/** The token with this digest, or null; also null when its user's row is gone. */
export async function findApiToken(digest: string): Promise<FoundApiToken | null> {
  const token = await db().apiToken.findFirst({
    // Naming the user makes it a join: a token whose user was removed without it is not found, rather than half found.
    where: { digest, user: { id: { not: '' } } },
    select: {
      id: true,
      name: true,
      createdAt: true,
      user: { select: { id: true, email: true, displayName: true } },
    },
  })
  return token && { id: token.id, name: token.name, createdAt: token.createdAt, subject: token.user }
}
