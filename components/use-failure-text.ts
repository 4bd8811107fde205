'use client'

import { useLocale, useTranslations } from 'use-intl'
import { formatDuration } from '@/lib/i18n/format'
import type { Failure } from './api'

/** Describes a failure in the user's language. */
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

/** Above one minute, in whole minutes, rounded up so that the stated wait is long enough. */
function waitingTime(seconds: number, locale: string): string {
  return formatDuration(seconds > 60 ? Math.ceil(seconds / 60) * 60 : seconds, locale)
}
