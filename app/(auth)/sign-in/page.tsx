import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import type { ReactNode } from 'react'
import { AuthCard } from '@/components/auth/auth-card'
import { AuthLink } from '@/components/auth/auth-link'
import { PasskeySignIn } from '@/components/auth/passkey-button'
import { SignInForm } from '@/components/auth/sign-in-form'
import { VisitorLink } from '@/components/auth/visitor-link'
import { ClientMessages } from '@/components/client-messages'
import { DemoSignIn } from '@/components/demo/demo-sign-in'
import { Text, Verbatim } from '@/components/ui/text'
import { isInstallationEmpty, isSignUpOpen } from '@/lib/accounts/installation'
import { env } from '@/lib/config/settings'
import { safeNextPath } from '@/lib/http/same-origin'
import { getTranslations } from '@/lib/i18n/server'
import { relyingParty } from '@/lib/second-factor/relying-party'
import { isAutomaticSignIn } from '@/lib/sessions/automatic-sign-in-cookie'
import { getViewer } from '@/lib/sessions/viewer'
import { toOpenIdFault } from '@/shared/openid'
import { SignInThrough } from '../sign-in-through'

const brand = (name: ReactNode) => <Verbatim>{name}</Verbatim>

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('auth')
  return { title: t('signIn') }
}

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<Record<'next' | 'error', string | string[] | undefined>>
}) {
  const { next: asked, error } = await searchParams
  const next = safeNextPath(asked)
  if (await getViewer()) redirect(next)
  const { isDemo, mail, oidc, passwords } = env()
  if (isDemo) return <DemoEntrance next={next} />
  if (passwords === 'on' && !oidc && (await isInstallationEmpty())) redirect('/sign-up')
  // A page that needs a sign-in has led here, and not a failure.
  if (asked !== undefined && error === undefined && (await isAutomaticSignIn()))
    redirect(`/api/auth/signin/oidc?next=${encodeURIComponent(next)}`)
  const passkeyHost = relyingParty(await headers())?.id ?? null
  const [t, isOpen] = await Promise.all([getTranslations('auth'), isSignUpOpen()])
  return (
    <ClientMessages of={['auth', 'password']}>
      <AuthCard title={<Text>{t.rich('signInHeading', { brand })}</Text>}>
        {oidc && <SignInThrough provider={oidc.name} next={next} fault={toOpenIdFault(error)} />}
        {passwords === 'on' ? (
          <SignInForm next={next} passkeyHost={passkeyHost} />
        ) : (
          <PasskeySignIn next={next} host={passkeyHost} />
        )}
        {passwords === 'on' && mail && <VisitorLink href="/forgot-password" label={t('forgot')} />}
        {passwords === 'on' && isOpen && (
          <AuthLink question={t('noAccount')} href="/sign-up" label={t('signUp')} next={next} />
        )}
        <VisitorLink href="/found" label={t('found')} />
      </AuthCard>
    </ClientMessages>
  )
}

/** A demo signs everybody in as its owner. */
async function DemoEntrance({ next }: { next: string }) {
  const t = await getTranslations('demo')
  return (
    <ClientMessages of={['auth', 'demo']}>
      <AuthCard title={t('heading')} text={t('text')}>
        <DemoSignIn next={next} />
      </AuthCard>
    </ClientMessages>
  )
}
