import type { Metadata } from 'next'
import { headers } from 'next/headers'
import type { ReactNode } from 'react'
import { AuthCard } from '@/components/auth/auth-card'
import { DoorLink } from '@/components/auth/door-link'
import { JoinForm } from '@/components/auth/join-form'
import { ProviderLink } from '@/components/auth/provider-link'
import { ClientMessages } from '@/components/client-messages'
import { Text } from '@/components/ui/text'
import { Verbatim } from '@/components/ui/verbatim'
import { env } from '@/lib/config/settings'
import { serverAddress } from '@/lib/http/server-address'
import { getTranslations } from '@/lib/i18n/server'
import { getInvitation } from '@/lib/sign-in/invitation'
import { SignInThrough } from '../../sign-in-through'

const brand = (name: ReactNode) => <Verbatim>{name}</Verbatim>

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('links')
  return { title: t('joinTitle') }
}

export default async function JoinPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params
  const [invitation, t] = await Promise.all([getInvitation(token), getTranslations('links')])
  if (!invitation) return <InvalidInvitation />
  const { email, displayName, inviter } = invitation
  const heading = inviter
    ? t.rich('joinHeading', { brand, who: () => <Verbatim key="who">{inviter}</Verbatim> })
    : t.rich('joinHeadingByNobody', { brand })
  const { oidc, passwords } = env()
  if (passwords === 'off' && oidc)
    return <JoinThrough heading={heading} provider={oidc.name} email={email} />
  const { host } = new URL(serverAddress(await headers(), env()))
  return (
    <ClientMessages of={['auth', 'links', 'password']}>
      <AuthCard title={<Text>{heading}</Text>} text={t('joinText', { host })}>
        {oidc && <SignInThrough provider={oidc.name} next="/" />}
        <JoinForm token={token} email={email} displayName={displayName} />
      </AuthCard>
    </ClientMessages>
  )
}

interface JoinThroughProps {
  heading: ReactNode
  /** The name of the OpenID provider. */
  provider: string
  /** The invited address. */
  email: string
}

/** Where no password signs in, the invited address joins by a sign-in at the provider. */
async function JoinThrough({ heading, provider: name, email }: JoinThroughProps) {
  const [t, openid] = await Promise.all([getTranslations('links'), getTranslations('openid')])
  return (
    <AuthCard title={<Text>{heading}</Text>} text={t('joinTextProvider', { name, email })}>
      <ProviderLink label={openid('signInWith', { name })} next="/" fault={null} or={null} />
    </AuthCard>
  )
}

async function InvalidInvitation() {
  const [t, auth] = await Promise.all([getTranslations('links'), getTranslations('auth')])
  return (
    <AuthCard title={t('invalidHeading')} text={t('invitationInvalid')}>
      <DoorLink href="/sign-in" label={auth('signIn')} />
    </AuthCard>
  )
}
