'use client'

import { useLocale } from 'use-intl'
import { formatDate, formatDateTime } from '@/lib/i18n/format'
import { useTimeZone } from './use-time-zone'

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
