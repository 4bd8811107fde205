'use client'

import { useTranslations } from 'use-intl'
import { MessagePage } from '@/components/message-page'
import { Button } from '@/components/ui/button'

interface ErrorPageProps {
  error: Error & { digest?: string }
}

export default function ErrorPage({ error }: ErrorPageProps) {
  const t = useTranslations('error')
  return (
    <MessagePage title={t('title')} text={t('text')}>
      <Button variant="primary" onClick={() => location.reload()}>
        {t('retry')}
      </Button>
      {error.digest && (
        <p className="mt-3 text-xs text-muted">{t('reference', { digest: error.digest })}</p>
      )}
    </MessagePage>
  )
}
