'use client'

import { useLocale, useTranslations } from 'use-intl'
import { formatDuration } from '@/lib/i18n/format'
import type { Failure } from './api'

/** A failure in the reader's own words. */
export function useFailureText(): (failure: Failure) => string {
  const t = useTranslations('problem')
  const tooManyText = useTooManyText()
  return (failure) => {
    if (failure.kind === 'network') return t('network')
    const { code } = failure.problem
    if (code === 'rate_limited') return tooManyText(failure.retryAfterSeconds)
    return t.has(code) ? t(code) : t('internal')
  }
}

/** That somebody has to wait, and for how long. */
export function useTooManyText(): (seconds: number) => string {
  const t = useTranslations('problem')
  const locale = useLocale()
  return (seconds) => t('rate_limited', { time: formatDuration(inWholeMinutes(seconds), locale) })
}

/** Rounded up: whoever waits that long has waited long enough. */
const inWholeMinutes = (seconds: number) => (seconds > 60 ? Math.ceil(seconds / 60) * 60 : seconds)
