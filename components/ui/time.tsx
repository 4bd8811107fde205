'use client'

import { useSyncExternalStore } from 'react'
import { useLocale, useNow } from 'use-intl'
import { formatDate, formatDateTime, formatMoment, formatRelative } from '@/lib/i18n/format'

const subscribe = () => () => {}
const serverZone = () => 'UTC'

/**
 * The user's time zone, if it is known; UTC on the server and during hydration, so that the two
 * agree.
 */
export function useTimeZone(): string {
  return useSyncExternalStore(subscribe, browserZone, serverZone)
}

/**
 * The browser's time zone; UTC where it has none, or one in which it cannot format dates, such as
 * `Etc/Unknown`.
 */
export function browserZone(): string {
  try {
    const { timeZone = 'UTC' } = Intl.DateTimeFormat().resolvedOptions()
    // Throws a RangeError for an unknown zone.
    new Intl.DateTimeFormat('en', { timeZone })
    return timeZone
  } catch {
    return 'UTC'
  }
}

/** A time of day in the user's time zone, with its date unless that is today. */
export function ExactTime({ at }: { at: string }) {
  const locale = useLocale()
  const zone = useTimeZone()
  return (
    <time dateTime={at} title={formatDateTime(at, locale, zone)} suppressHydrationWarning>
      {formatMoment(at, useNow(), locale, zone)}
    </time>
  )
}

/** A date, with the exact time on hover. */
export function LocalDate({ at }: { at: string }) {
  const locale = useLocale()
  const zone = useTimeZone()
  return (
    <time dateTime={at} title={formatDateTime(at, locale, zone)} suppressHydrationWarning>
      {formatDate(at, locale, zone)}
    </time>
  )
}

/** "2 minutes ago", updated while the page is open, with the exact time on hover. */
export function RelativeTime({ at }: { at: string }) {
  const locale = useLocale()
  const zone = useTimeZone()
  const now = useNow({ updateInterval: 20_000 })
  return (
    <time
      dateTime={at}
      title={formatDateTime(at, locale, zone)}
      className="whitespace-nowrap"
      suppressHydrationWarning
    >
      {formatRelative(at, now, locale)}
    </time>
  )
}
