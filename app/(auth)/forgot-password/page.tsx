import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { AuthCard } from '@/components/auth/auth-card'
import { ForgotPasswordForm } from '@/components/auth/forgot-password-form'
import { VisitorLink } from '@/components/auth/visitor-link'
import { ClientMessages } from '@/components/client-messages'
import { env } from '@/lib/config/settings'
import { getTranslations } from '@/lib/i18n/server'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('links')
  return { title: t('forgotHeading') }
}

/** Where no mail is set, an owner makes the link. */
export default async function ForgotPasswordPage() {
  const { mail, passwords } = env()
  if (!mail || passwords === 'off') notFound()
  const t = await getTranslations('links')
  return (
    <ClientMessages of={['auth', 'links', 'password']}>
      <AuthCard title={t('forgotHeading')} text={t('forgotText')}>
        <ForgotPasswordForm />
        <VisitorLink href="/sign-in" label={t('backToSignIn')} />
      </AuthCard>
    </ClientMessages>
  )
}
