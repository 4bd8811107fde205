import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { ClientMessages } from '@/components/client-messages'
import {
  appHeadingId,
  codesHeadingId,
  passkeysHeadingId,
  providerHeadingId,
} from '@/components/focus-targets'
import { ProfileSection } from '@/components/profile/profile-section'
import { AuthenticatorApp, RecoveryCodes } from '@/components/security/authenticator-app'
import { ConnectedProvider } from '@/components/security/connected-provider'
import { Passkeys } from '@/components/security/passkeys'
import { PasswordForm } from '@/components/security/password-form'
import { getTranslations } from '@/lib/i18n/server'
import { describeConnection } from '@/lib/openid/connection'
import { describeSecondFactor } from '@/lib/second-factor/describe'
import { listPasskeys } from '@/lib/second-factor/passkeys'
import { relyingParty } from '@/lib/second-factor/relying-party'
import { requireViewer } from '@/lib/sessions/viewer'
import { toOpenIdFault } from '@/shared/openid'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('security')
  return { title: t('title') }
}

interface SecurityPageProps {
  /** `error`: why the provider was not connected. */
  searchParams: Promise<{ error?: string | string[] }>
}

export default async function SecurityPage({ searchParams }: SecurityPageProps) {
  const { principal, email } = await requireViewer('/account/security')
  const [t, openid] = await Promise.all([getTranslations('security'), getTranslations('openid')])
  const [factor, passkeys, connection] = await Promise.all([
    describeSecondFactor({ principal }),
    listPasskeys(principal),
    describeConnection(principal),
  ])
  const fault = toOpenIdFault((await searchParams).error)
  const host = relyingParty(await headers())?.id ?? null
  const hasFactor = factor.totp || factor.passkeys > 0
  const means = { hasPassword: factor.has_password, hasPasskeys: factor.passkeys > 0, host }
  return (
    <ClientMessages of={['security', 'password', 'openid']}>
      {factor.required && !hasFactor && (
        <p role="status" className="mb-7 rounded-m border border-line bg-wash px-4 py-3">
          {t('setUpFirst')}
        </p>
      )}
      <div className="divide-y divide-line">
        {factor.has_password && (
          <ProfileSection title={t('passwordTitle')} about={t('passwordAbout')}>
            <PasswordForm email={email} />
          </ProfileSection>
        )}
        <ProfileSection
          id={passkeysHeadingId}
          title={t('passkeysTitle')}
          about={t('passkeysAbout')}
        >
          <Passkeys passkeys={passkeys} host={host} hasPassword={factor.has_password} />
        </ProfileSection>
        {/* Without a password there is nothing that an app would be added to. */}
        {(factor.has_password || factor.totp) && (
          <ProfileSection id={appHeadingId} title={t('appTitle')} about={t('appAbout')}>
            <AuthenticatorApp isOn={factor.totp} {...means} />
          </ProfileSection>
        )}
        {hasFactor && (
          <ProfileSection id={codesHeadingId} title={t('codesTitle')} about={t('codesAbout')}>
            <RecoveryCodes left={factor.recovery_codes} {...means} />
          </ProfileSection>
        )}
        {connection && (
          <ProfileSection id={providerHeadingId} title={openid('title')} about={openid('about')}>
            <ConnectedProvider connection={connection} fault={fault} {...means} />
          </ProfileSection>
        )}
      </div>
    </ClientMessages>
  )
}
