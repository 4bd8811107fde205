'use client'

import { useTranslations } from 'use-intl'
import type { SessionRow } from '@/shared/session-row'

export function Device({ session }: { session: SessionRow }) {
  const t = useTranslations('sessions')
  return (
    <span className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
      <span className="font-semibold">{useDeviceName(session)}</span>
      {session.is_current && (
        <span className="rounded-s bg-ok-soft px-1.5 py-0.5 text-xs font-medium text-ok">
          {t('thisDevice')}
        </span>
      )}
    </span>
  )
}

/** "Chromium 156 on Linux", as far as it is known. */
export function useDeviceName({ browser, system }: Pick<SessionRow, 'browser' | 'system'>): string {
  const t = useTranslations('sessions')
  if (browser && system) return t('browserOn', { browser, system })
  return browser || system || t('unknownDevice')
}
