import { z } from 'zod'
import type { Contract } from '@/lib/api/contract'
import { pageOf, paging } from '@/lib/api/list'
import { newUserInput, searchQuery } from '@/lib/people/schema'
import { invitationRow } from '@/shared/invitation-row'
import { kinds, personRow, states } from '@/shared/person-row'

export const contract = {
  path: '/api/v1/users',
  tag: 'People',
  GET: {
    operationId: 'listUsers',
    summary: 'All users',
    description: 'The oldest first.',
    who: 'owner',
    query: paging.extend({
      query: searchQuery.default('').meta({ description: 'Words of a name or an address.' }),
      state: z.enum(states, 'Use active, invited or disabled.').optional(),
      kind: z.enum(kinds, 'Use person or machine.').optional(),
    }),
    answer: { description: 'Users.', body: pageOf(personRow).meta({ id: 'People' }) },
  },
  POST: {
    operationId: 'addUser',
    summary: 'Invite a person, or add a machine',
    description:
      "An invitation works once, for 7 days. NocoDB's `roles` are accepted: both mean a member. A machine has an API token alone, which owners make; with the role `service` it may receive every revocation.",
    who: 'owner',
    json: newUserInput,
    answer: {
      description: 'The invitation, or the machine.',
      body: z.union([invitationRow, personRow]),
    },
    refusals: ['email_taken'],
  },
} satisfies Contract
