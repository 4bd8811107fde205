'use client'

import { useTranslations } from 'use-intl'
import { BlankCounter } from '@/components/brand-mark'

/** For an account that is older than the audit log, or unused for the whole retention period. */
export function EmptyActivity() {
  const t = useTranslations('activity')
  return (
    <div className="grid justify-items-center px-6 pt-11 pb-12 text-center">
      <BlankCounter />
      <h3 className="mt-2.5 text-lg font-semibold">{t('emptyTitle')}</h3>
      <p className="mt-1.5 max-w-[46ch] text-muted">{t('emptyText')}</p>
    </div>
  )
}
