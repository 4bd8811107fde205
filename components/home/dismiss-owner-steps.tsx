'use client'

import { useTranslations } from 'use-intl'
import { Button } from '@/components/ui/button'
import { useRefresh } from '@/components/ui/refresh'

const yearSeconds = 365 * 86_400

/**
 * Keeps the dismissal in a cookie, so that the server leaves the steps out of the next page:
 * nothing appears and vanishes.
 */
export function DismissOwnerSteps({ cookieName }: { cookieName: string }) {
  const t = useTranslations('ownerSteps')
  const refresh = useRefresh()

  function dismiss() {
    const secure = location.protocol === 'https:' ? '; secure' : ''
    // biome-ignore lint/suspicious/noDocumentCookie: browsers of the last years lack the Cookie Store API
    document.cookie = `${cookieName}=dismissed; path=/; max-age=${yearSeconds}; samesite=lax${secure}`
    refresh({ toast: t('dismissed'), focus: 'content' })
  }

  return (
    <Button size="small" variant="quiet" onClick={dismiss}>
      {t('dismiss')}
    </Button>
  )
}
