import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { AuthCard } from '@/components/auth/auth-card'
import { AuthLink } from '@/components/auth/auth-link'
import { SignUpForm } from '@/components/auth/sign-up-form'
import { ClientMessages } from '@/components/client-messages'
import { isInstallationEmpty, isSignUpOpen } from '@/lib/accounts/installation'
import { env } from '@/lib/config/settings'
import { safeNextPath } from '@/lib/http/same-origin'
import { getTranslations } from '@/lib/i18n/server'
import { getViewer } from '@/lib/sessions/viewer'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('auth')
  return { title: t('signUp') }
}

export default async function SignUpPage({
  searchParams,
}: {
  searchParams: Promise<{ next?: string | string[] }>
}) {
  const next = safeNextPath((await searchParams).next)
  if (await getViewer()) redirect(next)
  if (env().passwords === 'off' || env().isDemo) redirect('/sign-in')
  const [t, isOpen, isFirst] = await Promise.all([
    getTranslations('auth'),
    isSignUpOpen(),
    isInstallationEmpty(),
  ])
  const toSignIn = (
    <AuthLink question={t('haveAccount')} href="/sign-in" label={t('signIn')} next={next} />
  )
  if (!isOpen) {
    return (
      <AuthCard title={t('closedHeading')} text={t('closedText')}>
        {toSignIn}
      </AuthCard>
    )
  }
  return (
    <ClientMessages of={['auth', 'password']}>
      <AuthCard title={t('signUpHeading')} text={isFirst ? t('firstAccount') : undefined}>
        <SignUpForm next={next} />
        {(!isFirst || env().oidc !== null) && toSignIn}
      </AuthCard>
    </ClientMessages>
  )
}
