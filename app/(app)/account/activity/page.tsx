import type { Metadata } from 'next'
import { ActivityPanel } from '@/components/audit/activity-panel'
import { ClientMessages } from '@/components/client-messages'
import { isOwner } from '@/lib/accounts/installation'
import { listActivity } from '@/lib/audit/list'
import { env } from '@/lib/config/settings'
import { getTranslations } from '@/lib/i18n/server'
import { requireViewer } from '@/lib/sessions/viewer'

const firstRows = 25

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('activity')
  return { title: t('title') }
}

export default async function ActivityTab() {
  const { principal } = await requireViewer('/account/activity')
  const [page, mayExport] = await Promise.all([
    listActivity(principal, { limit: firstRows, after: null }),
    isOwner(principal.subject),
  ])
  return (
    <ClientMessages of={['activity', 'sessions']}>
      <ActivityPanel firstPage={page} mayExport={mayExport} keptDays={env().activityDays} />
    </ClientMessages>
  )
}
