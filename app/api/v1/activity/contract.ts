import type { Contract } from '@/lib/api/contract'
import { cursorPageOf, cursorPaging } from '@/lib/api/list'
import { activityRow } from '@/shared/audit-row'

export const contract = {
  path: '/api/v1/activity',
  tag: 'Activity',
  GET: {
    operationId: 'listActivity',
    summary: 'The actions on your account',
    description:
      'The newest first. Rows that come while you read change no page that is still to come.',
    who: 'session',
    query: cursorPaging,
    answer: {
      description: 'Your own rows.',
      body: cursorPageOf(activityRow).meta({ id: 'ActivityPage' }),
    },
  },
} satisfies Contract
