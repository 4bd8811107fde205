import type { Metadata } from 'next'
import { ClientMessages } from '@/components/client-messages'
import { NameForm } from '@/components/profile/name-form'
import { Preferences } from '@/components/profile/preferences'
import { ProfileSection } from '@/components/profile/profile-section'
import { getTranslations } from '@/lib/i18n/server'
import { requireViewer } from '@/lib/sessions/viewer'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('profile')
  return { title: t('title') }
}

export default async function ProfilePage() {
  const { email, displayName, language, theme } = await requireViewer('/account/profile')
  const t = await getTranslations('profile')
  return (
    <ClientMessages of={['profile', 'preference']}>
      <div className="divide-y divide-line">
        <ProfileSection title={t('title')} about={t('about')}>
          <NameForm email={email} displayName={displayName} />
        </ProfileSection>
        <ProfileSection title={t('preferencesTitle')} about={t('preferencesAbout')}>
          <Preferences language={language} theme={theme} />
        </ProfileSection>
      </div>
    </ClientMessages>
  )
}
