import type { Metadata } from 'next'
import Link from 'next/link'
import { MessagePage } from '@/components/message-page'
import { buttonClass } from '@/components/ui/button-class'
import { getTranslations } from '@/lib/i18n/server'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('notFound')
  return { title: t('title') }
}

export default async function NotFound() {
  const t = await getTranslations('notFound')
  return (
    <MessagePage title={t('title')} text={t('text')}>
      <Link href="/" className={buttonClass({ variant: 'primary' })}>
        {t('action')}
      </Link>
    </MessagePage>
  )
}
