'use client'

import { useTranslations } from 'use-intl'
import { DownloadIcon } from '@/components/icons'
import { buttonClass } from '@/components/ui/button-class'
import { Text } from '@/components/ui/text'

/** A plain link: the browser saves the response, however large it is. */
export function ExportLink() {
  const t = useTranslations('activity')
  return (
    <a
      href="/api/v1/activity/export"
      download
      className={`${buttonClass()} max-md:text-balance max-md:whitespace-normal`}
    >
      <DownloadIcon className="text-muted" />
      <Text>{t('export')}</Text>
    </a>
  )
}
