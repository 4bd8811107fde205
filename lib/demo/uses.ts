import { createHash } from 'node:crypto'
import type { DemoUser } from '@/lib/demo/installation'

const dayMs = 86_400_000
const minuteMs = 60_000

/** The month that the chart shows. */
const days = 30

/** How much more or less than usual a token is used from Sunday to Saturday. */
const ofWeekday = [1.5, 0.8, 0.9, 1, 0.9, 1.1, 1.6]

interface DayOfUse {
  day: string
  service: string
  count: number
  lastUsedAt: Date
}

/**
 * Returns the uses of a token in the last month. The numbers look like those of people, and are the
 * same for the same day.
 */
export function usesOf({ token }: DemoUser, now: Date): DayOfUse[] {
  return Object.entries(token.daily).flatMap(([service, usual]) => {
    const idleMs = Math.round(200 * chance(`${token.name} ${service}`) - 95) * minuteMs
    return Array.from({ length: days }, (_, age) => {
      const lastUsedAt = new Date(now.getTime() - idleMs - age * dayMs)
      const day = lastUsedAt.toISOString().slice(0, 10)
      const rhythm = ofWeekday[lastUsedAt.getUTCDay()] ?? 1
      const count = Math.round(usual * rhythm * chance(`${token.name} ${service} ${day}`))
      return { day, service, count, lastUsedAt }
    }).filter(({ count }) => count > 0)
  })
}

/** Returns a number from 0.5 to 1.5 that depends on the text alone. */
const chance = (text: string) => 0.5 + (createHash('sha256').update(text).digest()[0] ?? 0) / 255
