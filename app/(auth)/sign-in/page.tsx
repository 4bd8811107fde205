import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import type { ReactNode } from 'react'
import { ClientMessages } from '@/components/client-messages'
import { DoorCard } from '@/components/doors/door-card'
import { DoorLink } from '@/components/doors/door-link'
import { safeNextPath } from '@/components/doors/next-path'
import { SignInForm } from '@/components/doors/sign-in-form'
import { Text } from '@/components/ui/text'
import { Verbatim } from '@/components/ui/verbatim'
import { isInstallationEmpty, isSignUpOpen } from '@/lib/accounts/installation'
import { getTranslations } from '@/lib/i18n/server'
import { getViewer } from '@/lib/sessions/viewer'

const brand = (name: ReactNode) => <Verbatim>{name}</Verbatim>

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('door')
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
  const [t, isOpen] = await Promise.all([getTranslations('door'), isSignUpOpen()])
  return (
    <ClientMessages of={['door', 'password']}>
      <DoorCard title={<Text>{t.rich('signInHeading', { brand })}</Text>}>
        <SignInForm next={next} />
        {isOpen && (
          <DoorLink question={t('noAccount')} href="/sign-up" label={t('signUp')} next={next} />
        )}
      </DoorCard>
    </ClientMessages>
  )
}
