import { type Contract, done } from '@/lib/api/contract'
import { ofUser } from '@/lib/people/schema'
import { invitationRow } from '@/shared/invitation-row'

export const contract = {
  path: '/api/v1/users/{id}/resend-invite',
  tag: 'People',
  POST: {
    operationId: 'resendInvite',
    summary: 'Invite again',
    description: 'Somebody who has not joined yet. The earlier invitation does not work any more.',
    who: 'owner',
    params: ofUser,
    answer: {
      description: 'The new invitation.',
      body: invitationRow
        .extend(done('The invitation has been renewed').shape)
        .meta({ id: 'RenewedInvitation' }),
    },
    refusals: ['not_found'],
  },
} satisfies Contract
