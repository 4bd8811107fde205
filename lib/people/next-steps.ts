import { db } from '@/lib/db/client'
import type { Subject } from '@/shared/principal'

/** How far an owner is with a new installation. */
export interface NextSteps {
  /** Whether anybody else is there. */
  hasOthers: boolean
  /** Whether the token of another user was accepted, as services that are protected do. */
  othersCall: boolean
}

export async function getNextSteps({ id }: Subject): Promise<NextSteps> {
  const [others, used] = await Promise.all([
    db().user.count({ where: { id: { not: id } } }),
    db().apiToken.count({ where: { userId: { not: id }, lastUsedAt: { not: null } } }),
  ])
  return { hasOthers: others > 0, othersCall: used > 0 }
}
