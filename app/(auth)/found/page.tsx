import type { Metadata } from 'next'
import { AuthCard } from '@/components/auth/auth-card'
import { VisitorLink } from '@/components/auth/visitor-link'
import { ClientMessages } from '@/components/client-messages'
import { FoundTokenForm } from '@/components/found/found-token-form'
import { getTranslations } from '@/lib/i18n/server'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('found')
  return { title: t('title') }
}

/** For anybody, signed in or not. */
export default async function FoundPage() {
  const t = await getTranslations('found')
  return (
    <ClientMessages of={['found']}>
      <AuthCard title={t('title')}>
        <FoundTokenForm />
        <VisitorLink href="/sign-in" label={t('signIn')} />
      </AuthCard>
    </ClientMessages>
  )
}
