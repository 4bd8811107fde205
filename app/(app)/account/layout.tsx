import type { ReactNode } from 'react'
import { AccountTabs } from '@/components/account/account-tabs'
import { getTranslations } from '@/lib/i18n/server'
import { getViewer } from '@/lib/sessions/viewer'

export default async function AccountLayout({ children }: { children: ReactNode }) {
  // A visitor is being redirected: there is no account to configure.
  if (!(await getViewer())) return children
  const t = await getTranslations('account')
  const tabs = [
    { href: '/account/tokens', label: t('tokens') },
    { href: '/account/profile', label: t('profile') },
    { href: '/account/security', label: t('security') },
    { href: '/account/sessions', label: t('sessions') },
    { href: '/account/activity', label: t('activity') },
  ]
  return (
    <>
      <h1 className="text-xl font-semibold">{t('title')}</h1>
      <AccountTabs label={t('sections')} tabs={tabs} />
      {children}
    </>
  )
}
