import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { ClientMessages } from '@/components/client-messages'
import { DoorCard } from '@/components/doors/door-card'
import { DoorLink } from '@/components/doors/door-link'
import { safeNextPath } from '@/components/doors/next-path'
import { SignUpForm } from '@/components/doors/sign-up-form'
import { isInstallationEmpty, isSignUpOpen } from '@/lib/accounts/installation'
import { getTranslations } from '@/lib/i18n/server'
import { getViewer } from '@/lib/sessions/viewer'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('door')
  return { title: t('signUp') }
}

export default async function SignUpPage({
  searchParams,
}: {
  searchParams: Promise<{ next?: string | string[] }>
}) {
  const next = safeNextPath((await searchParams).next)
  if (await getViewer()) redirect(next)
  const [t, isOpen, isFirst] = await Promise.all([
    getTranslations('door'),
    isSignUpOpen(),
    isInstallationEmpty(),
  ])
  const toSignIn = (
    <DoorLink question={t('haveAccount')} href="/sign-in" label={t('signIn')} next={next} />
  )
  if (!isOpen) {
    return (
      <DoorCard title={t('closedHeading')} text={t('closedText')}>
        {toSignIn}
      </DoorCard>
    )
  }
  return (
    <ClientMessages of={['door', 'password']}>
      <DoorCard title={t('signUpHeading')} text={isFirst ? t('firstAccount') : undefined}>
        <SignUpForm next={next} />
        {!isFirst && toSignIn}
      </DoorCard>
    </ClientMessages>
  )
}
