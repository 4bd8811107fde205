import type { Prisma } from '@/lib/db/generated/sqlite/client'
import type { State } from '@/shared/person-row'

/*
 * The state of a user follows from two times, so that a user who is disabled and enabled again is
 * what they were before.
 */

export function stateOf(user: { invitedAt: Date | null; disabledAt: Date | null }): State {
  if (user.disabledAt) return 'disabled'
  return user.invitedAt ? 'invited' : 'active'
}

/** The condition of each state in queries. */
export const inState: Record<State, Prisma.UserWhereInput> = {
  active: { disabledAt: null, invitedAt: null },
  invited: { disabledAt: null, invitedAt: { not: null } },
  disabled: { disabledAt: { not: null } },
}
