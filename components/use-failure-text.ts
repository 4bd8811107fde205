'use client'

import { useTranslations } from 'use-intl'
import type { Failure } from './api'

/** A failure in the reader's own words. */
export function useFailureText(): (failure: Failure) => string {
  const t = useTranslations('problem')
  return (failure) => {
    if (failure.kind === 'network') return t('network')
    const { code } = failure.problem
    return t.has(code) ? t(code) : t('internal')
  }
}
