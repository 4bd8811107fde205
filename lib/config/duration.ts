import { z } from 'zod'

const secondsPerUnit = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 } as const

const pattern =
  /^(\d{1,9})\s*(?:(s|secs?|seconds?)|(m|mins?|minutes?)|(h|hrs?|hours?)|(d|days?)|(w|weeks?))$/i

/**
 * Parses a whole number and a unit, such as `90m`, `10h` or `2 days`. A bare number is rejected,
 * because its unit could be seconds, minutes or milliseconds.
 *
 * @returns whole seconds, or null when the text is not a duration
 */
export function parseDuration(text: string): number | null {
  const match = pattern.exec(text.trim())
  if (!match?.[1]) return null
  const units = ['s', 'm', 'h', 'd', 'w'] as const
  const unit = units.find((_, index) => match[index + 2] !== undefined)
  return unit ? Number(match[1]) * secondsPerUnit[unit] : null
}

/**
 * @param text describes the expected value
 * @returns a parser of durations in whole seconds
 */
export const duration = (min: number, max: number, text: string) =>
  z.string().transform((value, context) => {
    const seconds = parseDuration(value)
    if (seconds !== null && seconds >= min && seconds <= max) return seconds
    context.addIssue(`give a whole number and a unit, ${text}`)
    return z.NEVER
  })
