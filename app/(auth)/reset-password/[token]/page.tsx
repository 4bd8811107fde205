import type { Metadata } from 'next'
import { AuthCard } from '@/components/auth/auth-card'
import { ResetPasswordForm } from '@/components/auth/reset-password-form'
import { VisitorButton } from '@/components/auth/visitor-link'
import { ClientMessages } from '@/components/client-messages'
import { SignedInNote } from '@/components/ui/notices'
import { getResetLink } from '@/lib/accounts/reset-link'
import { env } from '@/lib/config/settings'
import { getTranslations } from '@/lib/i18n/server'
import { getViewer } from '@/lib/sessions/viewer'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('links')
  return { title: t('resetHeading') }
}

export default async function ResetPasswordPage({
  params,
}: {
  params: Promise<{ token: string }>
}) {
  const { token } = await params
  const [account, viewer, t] = await Promise.all([
    getResetLink(token),
    getViewer(),
    getTranslations('links'),
  ])
  if (!account) return <InvalidLink />
  return (
    <ClientMessages of={['auth', 'links', 'password']}>
      <AuthCard title={t('resetHeading')} text={t('resetText')}>
        {viewer && viewer.email !== account.email && (
          <SignedInNote>{t('resetSignedIn', { email: viewer.email })}</SignedInNote>
        )}
        <ResetPasswordForm token={token} email={account.email} />
      </AuthCard>
    </ClientMessages>
  )
}

async function InvalidLink() {
  const [t, auth, problem] = await Promise.all([
    getTranslations('links'),
    getTranslations('auth'),
    getTranslations('problem'),
  ])
  const { mail, passwords } = env()
  const text = passwords === 'on' ? t('resetInvalid') : problem('passwords_off')
  return (
    <AuthCard title={t('invalidHeading')} text={text}>
      {mail && passwords === 'on' ? (
        <VisitorButton href="/forgot-password" label={t('ask')} />
      ) : (
        <VisitorButton href="/sign-in" label={auth('signIn')} />
      )}
    </AuthCard>
  )
}
