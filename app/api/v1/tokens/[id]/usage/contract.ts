import { z } from 'zod'
import type { Contract } from '@/lib/api/contract'
import { count } from '@/lib/api/list'
import { ofToken } from '@/lib/tokens/schema'
import { defaultUsageDays, maxUsageDays, tokenUsage } from '@/shared/token-usage'

export const contract = {
  path: '/api/v1/tokens/{id}/usage',
  tag: 'API tokens',
  GET: {
    operationId: 'getApiTokenUsage',
    summary: 'How often a token was used, where and on which days',
    who: 'session',
    params: ofToken,
    query: z.object({
      days: count(1, maxUsageDays)
        .default(defaultUsageDays)
        .meta({ description: 'How many days back, today in UTC among them.' }),
    }),
    answer: { description: 'Its use.', body: tokenUsage },
    refusals: ['not_found'],
  },
} satisfies Contract
