import type { Metadata } from 'next'
import { headers } from 'next/headers'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { AuthCard } from '@/components/auth/auth-card'
import { authLinkClass } from '@/components/auth/auth-link'
import { JoinForm } from '@/components/auth/join-form'
import { VisitorButton } from '@/components/auth/visitor-link'
import { ClientMessages } from '@/components/client-messages'
import { SignedInNote } from '@/components/ui/notices'
import { Text, Verbatim } from '@/components/ui/text'
import { env } from '@/lib/config/settings'
import { serverAddress } from '@/lib/http/server-address'
import { getTranslations } from '@/lib/i18n/server'
import { getViewer } from '@/lib/sessions/viewer'
import { getInvitation } from '@/lib/sign-in/invitation'
import { SignInThrough } from '../../sign-in-through'

const brand = (name: ReactNode) => <Verbatim>{name}</Verbatim>

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('links')
  return { title: t('joinTitle') }
}

export default async function JoinPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params
  const [invitation, viewer, t] = await Promise.all([
    getInvitation(token),
    getViewer(),
    getTranslations('links'),
  ])
  if (!invitation) return <InvalidInvitation />
  const { email, displayName, inviter } = invitation
  const heading = inviter
    ? t.rich('joinHeading', { brand, who: () => <Verbatim key="who">{inviter}</Verbatim> })
    : t.rich('joinHeadingByNobody', { brand })
  const { oidc, passwords } = env()
  const { host } = new URL(serverAddress(await headers(), env()))
  const text =
    passwords === 'off' && oidc
      ? t('joinTextProvider', { name: oidc.name, email })
      : t('joinText', { host })
  return (
    <ClientMessages of={['auth', 'links', 'password']}>
      <AuthCard title={<Text>{heading}</Text>} text={text}>
        {viewer && (
          <SignedInNote>
            <Text>{t('joinSignedIn', { email: viewer.email })}</Text>
            <Link href="/" prefetch={false} className={`mt-1.5 block ${authLinkClass}`}>
              <Text>{t('stay', { email: viewer.email })}</Text>
            </Link>
          </SignedInNote>
        )}
        {oidc && <SignInThrough provider={oidc.name} next="/" />}
        {passwords === 'on' && <JoinForm token={token} email={email} displayName={displayName} />}
      </AuthCard>
    </ClientMessages>
  )
}

async function InvalidInvitation() {
  const [t, auth] = await Promise.all([getTranslations('links'), getTranslations('auth')])
  return (
    <AuthCard title={t('invalidHeading')} text={t('invitationInvalid')}>
      <VisitorButton href="/sign-in" label={auth('signIn')} />
    </AuthCard>
  )
}
