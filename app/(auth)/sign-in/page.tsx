import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import type { ReactNode } from 'react'
import { AuthCard } from '@/components/auth/auth-card'
import { AuthLink } from '@/components/auth/auth-link'
import { safeNextPath } from '@/components/auth/next-path'
import { SignInForm } from '@/components/auth/sign-in-form'
import { ClientMessages } from '@/components/client-messages'
import { Text } from '@/components/ui/text'
import { Verbatim } from '@/components/ui/verbatim'
import { isInstallationEmpty, isSignUpOpen } from '@/lib/accounts/installation'
import { getTranslations } from '@/lib/i18n/server'
import { getViewer } from '@/lib/sessions/viewer'

const brand = (name: ReactNode) => <Verbatim>{name}</Verbatim>

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('auth')
  return { title: t('signIn') }
}

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<{ next?: string | string[] }>
}) {
  const next = safeNextPath((await searchParams).next)
  if (await getViewer()) redirect(next)
  if (await isInstallationEmpty()) redirect('/sign-up')
  const [t, isOpen] = await Promise.all([getTranslations('auth'), isSignUpOpen()])
  return (
    <ClientMessages of={['auth', 'password']}>
      <AuthCard title={<Text>{t.rich('signInHeading', { brand })}</Text>}>
        <SignInForm next={next} />
        {isOpen && (
          <AuthLink question={t('noAccount')} href="/sign-up" label={t('signUp')} next={next} />
        )}
      </AuthCard>
    </ClientMessages>
  )
}
