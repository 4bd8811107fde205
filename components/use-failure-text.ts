'use client'

import { useLocale, useTranslations } from 'use-intl'
import { formatDuration } from '@/lib/i18n/format'
import type { Failure } from './api'

/** A failure in the reader's own words. */
export function useFailureText(): (failure: Failure) => string {
  const t = useTranslations('problem')
  const locale = useLocale()
  return (failure) => {
    if (failure.kind === 'foreign') return t('foreign', { status: failure.status })
    if (failure.kind !== 'problem') return t(failure.kind)
    const { code } = failure.problem
    if (code === 'rate_limited')
      return t(code, { time: waitingTime(failure.retryAfterSeconds, locale) })
    return t.has(code) ? t(code) : t('internal')
  }
}

/** In whole minutes, rounded up: whoever waits that long has waited long enough. */
function waitingTime(seconds: number, locale: string): string {
  return formatDuration(seconds > 60 ? Math.ceil(seconds / 60) * 60 : seconds, locale)
}
