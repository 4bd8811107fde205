import { type Contract, done } from '@/lib/api/contract'
import { groupChangeInput, ofGroup } from '@/lib/people/group-schema'
import { groupRow } from '@/shared/group-row'

export const contract = {
  path: '/api/v1/groups/{id}',
  tag: 'People',
  PATCH: {
    operationId: 'changeGroup',
    summary: 'Change a group',
    description:
      'From then on, no instance answers by the previous name or members. `members` are the ids of those who are left in it: users that the provider alone has put into it stay. A group of another name keeps its members and services; the next sign-in through the provider makes the group of the previous name again.',
    who: 'owner',
    params: ofGroup,
    json: groupChangeInput,
    answer: { description: 'The group as it is now.', body: groupRow },
    refusals: ['not_found', 'group_exists'],
  },
  DELETE: {
    operationId: 'deleteGroup',
    summary: 'Delete a group',
    description:
      'A service that is open to its groups loses this one, and is closed to everybody when that was the last. The next sign-in through the provider makes a group of this name again, without the services.',
    who: 'owner',
    params: ofGroup,
    answer: { description: 'It is deleted.', body: done('Group deleted') },
    refusals: ['not_found'],
  },
} satisfies Contract
