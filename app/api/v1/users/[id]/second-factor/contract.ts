import { type Contract, done } from '@/lib/api/contract'
import { ofUser } from '@/lib/people/schema'

export const contract = {
  path: '/api/v1/users/{id}/second-factor',
  tag: 'People',
  DELETE: {
    operationId: 'resetSecondFactor',
    summary: 'Remove the second factor of a user',
    description:
      'Authenticator app, recovery codes and passkeys, for somebody who has lost them. The user is notified by mail, and by a notice on the pages. Your own needs a confirmation of the last ten minutes, in the browser.',
    who: 'owner',
    params: ofUser,
    answer: { description: 'It is removed.', body: done('Second factor removed') },
    refusals: ['not_found', 'only_way_in', 'confirmation_required'],
  },
} satisfies Contract
