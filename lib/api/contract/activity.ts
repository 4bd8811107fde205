import type { Paths } from '@/lib/api/contract/operation'
import { jsonLinesType } from '@/lib/api/json-lines'
import { cursorPageOf, cursorPaging } from '@/lib/api/list'
import { activityRecord, activityRow } from '@/shared/audit-row'

export const activity: Paths = {
  '/api/v1/activity': {
    tag: 'Activity',
    get: {
      operationId: 'listActivity',
      summary: 'What was done to your account',
      description:
        'The newest first. Rows that come while you read change no page that is still to come.',
      who: 'session',
      query: cursorPaging,
      answer: {
        description: 'Your own rows.',
        body: cursorPageOf(activityRow).meta({ id: 'ActivityPage' }),
      },
    },
  },
  '/api/v1/activity/export': {
    tag: 'Activity',
    get: {
      operationId: 'exportActivity',
      summary: 'What was done to all accounts',
      description:
        'For the owner of the installation, as JSON Lines, the oldest first: also of accounts that are gone, and failed sign-ins of nobody. The export itself is the last row.',
      who: 'session',
      answer: {
        description: 'A JSON text a line, each as described.',
        body: activityRecord,
        type: jsonLinesType,
        headers: {
          'Content-Disposition': {
            description: 'The name of a file to save it in.',
            required: true,
            schema: { type: 'string' },
          },
        },
      },
      refusals: ['owner_required', 'cross_origin'],
    },
  },
}
