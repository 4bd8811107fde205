'use client'

import { useLocale, useNow } from 'use-intl'
import { formatDateTime, formatRelative } from '@/lib/i18n/format'
import { useTimeZone } from './use-time-zone'

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
