import { z } from 'zod'
import { usageInterval } from '@/shared/limits'

/** The greatest number of days that one request may ask for. */
export const maxUsageDays = 90

export const defaultUsageDays = 30

const service = z
  .string()
  .nullable()
  .meta({
    description: 'The name that the service had then; null for a verification that names none.',
    examples: ['wiki'],
  })

const count = z
  .int()
  .min(1)
  .meta({ description: `Up to ${usageInterval.words} ago.` })

/** How often a token was used. Times are RFC 3339, UTC. */
export const tokenUsage = z
  .object({
    days: z
      .array(z.object({ day: z.iso.date().meta({ description: 'In UTC.' }), service, count }))
      .meta({
        description:
          'The oldest day first. A day, and a service on a day, without any use is left out.',
      }),
    services: z
      .array(z.object({ service, count, last_used_at: z.iso.datetime() }))
      .meta({ description: 'The sums of these days, the most used service first.' }),
  })
  .meta({ id: 'TokenUsage' })

export type TokenUsage = z.infer<typeof tokenUsage>
