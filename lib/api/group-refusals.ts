import { placesRefused } from '@/lib/api/refused-places'
import { ProblemError } from '@/lib/http/problem'
import type { GroupResult } from '@/lib/people/add-group'

export const groupNotFound = () => new ProblemError('not_found', 'There is no such group.')

/** The problem of a group that was not stored. */
export function groupRefused(result: Exclude<GroupResult, { outcome: 'stored' }>): ProblemError {
  switch (result.outcome) {
    case 'not_found':
      return groupNotFound()
    case 'group_exists':
      return groupExists()
    case 'members_unknown':
      return placesRefused('members', result.places, 'There is no such user.')
  }
}

function groupExists(): ProblemError {
  const message = 'There is already a group with this name.'
  return new ProblemError('group_exists', message, { errors: [{ path: 'name', message }] })
}
