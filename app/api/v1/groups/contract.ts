import type { Contract } from '@/lib/api/contract'
import { pageOf, paging } from '@/lib/api/list'
import { newGroupInput } from '@/lib/people/group-schema'
import { groupRow } from '@/shared/group-row'

export const contract = {
  path: '/api/v1/groups',
  tag: 'People',
  GET: {
    operationId: 'listGroups',
    summary: 'All groups',
    description: 'In the order of their names.',
    who: 'owner',
    query: paging,
    answer: { description: 'Groups.', body: pageOf(groupRow).meta({ id: 'Groups' }) },
  },
  POST: {
    operationId: 'addGroup',
    summary: 'Add a group',
    description:
      'Names that differ by case or by the form of their letters alone (NFKC) are one group. `members` are ids of users.',
    who: 'owner',
    json: newGroupInput,
    answer: { description: 'The new group.', body: groupRow },
    refusals: ['group_exists'],
  },
} satisfies Contract
