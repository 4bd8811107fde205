import type { useTranslations } from 'use-intl'
import type { SessionRow } from '@/shared/session-row'

/** "Chromium 156 on Linux", as far as it is known. */
export function deviceName(
  t: ReturnType<typeof useTranslations<'sessions'>>,
  { browser, system }: Pick<SessionRow, 'browser' | 'system'>,
): string {
  if (browser && system) return t('browserOn', { browser, system })
  return browser || system || t('unknownDevice')
}
