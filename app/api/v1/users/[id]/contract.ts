import { z } from 'zod'
import { type Contract, done } from '@/lib/api/contract'
import { ofUser, userChange } from '@/lib/people/schema'
import { personRow } from '@/shared/person-row'

const changed = 'The user has been updated'

export const contract = {
  path: '/api/v1/users/{id}',
  tag: 'People',
  PATCH: {
    operationId: 'changeUser',
    summary: 'Change a user',
    description:
      'Disabling ends the sessions, and the API token is refused from then on, everywhere; enabling brings the token back. `groups` are those that owners give; those of an identity provider stay. A machine keeps its address, and is a member or a service; a person is a member or an owner. Your own address needs a confirmation of the last ten minutes, in the browser.',
    who: 'owner',
    params: ofUser,
    json: userChange,
    answer: {
      description: 'The user as it is now.',
      body: personRow.extend(done(changed).shape).meta({ id: 'ChangedPerson' }),
    },
    refusals: ['not_found', 'last_owner', 'email_taken', 'confirmation_required'],
  },
  DELETE: {
    operationId: 'deleteUser',
    summary: 'Delete a user',
    description: 'With the API token and the sessions, which are refused from then on, everywhere.',
    who: 'owner',
    params: ofUser,
    query: z.object({
      erase: z.enum(['true', 'false'], 'Use true or false.').default('false').meta({
        description:
          'Whether a pseudonym also replaces the email address in the audit log, and the network addresses are removed. Later too, for a user who is deleted.',
      }),
    }),
    answer: { description: 'The user is deleted.', body: done('The user has been deleted') },
    refusals: ['not_found', 'last_owner'],
  },
} satisfies Contract
