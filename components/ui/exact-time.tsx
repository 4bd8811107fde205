'use client'

import { useLocale, useNow } from 'use-intl'
import { formatDateTime, formatMoment } from '@/lib/i18n/format'
import { useTimeZone } from './use-time-zone'

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
