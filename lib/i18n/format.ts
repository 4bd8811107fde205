/**
 * Formats dates and durations. All functions are pure: the caller passes the time zone and the
 * present.
 */

export function formatDate(iso: string, locale: string, timeZone: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone }).format(new Date(iso))
}

/** Formats a day without its year. @param day as 2026-11-30 */
export function formatDay(day: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  }).format(new Date(day))
}

export function formatDateTime(iso: string, locale: string, timeZone: string): string {
  return new Intl.DateTimeFormat(locale, {
    dateStyle: 'full',
    timeStyle: 'medium',
    timeZone,
  }).format(new Date(iso))
}

/** Formats the time of day, with the date unless that is today. */
export function formatMoment(iso: string, now: Date, locale: string, timeZone: string): string {
  const at = new Date(iso)
  const day = new Intl.DateTimeFormat('en-CA', { dateStyle: 'short', timeZone })
  const sameDay = day.format(at) === day.format(now)
  const date = sameDay ? {} : ({ dateStyle: 'medium' } as const)
  const words = new Intl.DateTimeFormat(locale, { ...date, timeStyle: 'short', timeZone }).format(
    at,
  )
  // No line break in "11:51 AM".
  return words.replace(/ (?=[AP]M$)/, '\u00a0')
}

const units = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const

/** Formats as "2 minutes ago" or "in 3 days"; as "now" below one minute. */
export function formatRelative(iso: string, now: Date, locale: string): string {
  const seconds = (new Date(iso).getTime() - now.getTime()) / 1000
  const words = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  for (const [unit, size] of units) {
    if (Math.abs(seconds) >= size) return words.format(Math.trunc(seconds / size), unit)
  }
  return words.format(0, 'second')
}

/** Formats as "this, that and the other". */
export function formatList(words: string[], locale: string): string {
  return new Intl.ListFormat(locale, { type: 'conjunction' }).format(words)
}

const durationUnits = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const

/** Formats as "10 hours" or "1 hour, 30 minutes": the two largest non-zero units. */
export function formatDuration(seconds: number, locale: string): string {
  const parts: string[] = []
  let rest = seconds
  for (const [unit, size] of durationUnits) {
    const count = Math.floor(rest / size)
    rest -= count * size
    if (count === 0 || parts.length === 2) continue
    parts.push(
      new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(count),
    )
  }
  return new Intl.ListFormat(locale, { type: 'unit' }).format(parts)
}
