import { randomUUID } from 'node:crypto'
import type { SignedInActor } from '@/lib/audit/actor'
import { addActivity } from '@/lib/audit/record'
import { isUniqueViolation } from '@/lib/db/errors'
import { administer } from '@/lib/people/administer'
import { requireGroup } from '@/lib/people/group'
import { setOwnerMembers } from '@/lib/people/group-members'
import { groupKey } from '@/lib/people/group-schema'
import type { GroupRow } from '@/shared/group-row'
import { revoking } from '@/verifier/revocations'

export type GroupResult =
  | { outcome: 'stored'; group: GroupRow }
  | { outcome: 'not_found' | 'group_exists' }
  /** `places`: of the ids that no user has. */
  | { outcome: 'members_unknown'; places: number[] }

/** Undoes a transaction that has met ids of no user. */
export class MembersUnknown extends Error {
  constructor(readonly places: number[]) {
    super('No user has this id')
  }
}

/** Adds a group. When it returns, every instance knows its members. */
export async function addGroup(
  actor: SignedInActor,
  { name, members }: { name: string; members: string[] },
): Promise<GroupResult> {
  const id = randomUUID()
  return storingGroup(() =>
    administer(actor, async (transaction) => {
      await transaction.group.create({ data: { id, name, key: groupKey(name) } })
      const event = { action: 'group_created', detail: { group_name: name } } as const
      await addActivity(actor, actor.principal.subject, event, transaction)
      const result = await setOwnerMembers(transaction, actor, id, members)
      if ('unknown' in result) throw new MembersUnknown(result.unknown)
      return { outcome: 'stored', group: await requireGroup(transaction, id) }
    }),
  )
}

/** Runs a transaction that writes a group, and returns its expected failures as values. */
export async function storingGroup(write: () => Promise<GroupResult>): Promise<GroupResult> {
  try {
    return await revoking(write)
  } catch (error) {
    if (isUniqueViolation(error)) return { outcome: 'group_exists' }
    if (error instanceof MembersUnknown) return { outcome: 'members_unknown', places: error.places }
    throw error
  }
}
