import type { Contract } from '@/lib/api/contract'
import { activityRecord } from '@/shared/audit-row'

export const contract = {
  path: '/api/v1/activity/export',
  tag: 'Activity',
  GET: {
    operationId: 'exportActivity',
    summary: 'The actions on all accounts',
    description:
      'For the owner of the installation, as JSON Lines, the oldest first: also of accounts that are gone, and failed sign-ins of nobody. The export itself is the last row.',
    who: 'owner',
    inDemo: 'refused',
    sameOrigin: true,
    answer: {
      description: 'A JSON text a line, each as described.',
      lines: activityRecord,
      headers: {
        'Content-Disposition': {
          description: 'The name of a file to save it in.',
          required: true,
          schema: { type: 'string' },
        },
      },
    },
  },
} satisfies Contract
