import type { Metadata } from 'next'
import { ClientMessages } from '@/components/client-messages'
import { SessionsSection } from '@/components/sessions/sessions-section'
import { getTranslations } from '@/lib/i18n/server'
import { listSessions } from '@/lib/sessions/list-sessions'
import { requireViewer } from '@/lib/sessions/viewer'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('sessions')
  return { title: t('title') }
}

export default async function SessionsPage() {
  const { principal } = await requireViewer('/account/sessions')
  const sessions = await listSessions(principal)
  return (
    <ClientMessages of={['sessions']}>
      <SessionsSection
        sessions={sessions.toSorted((a, b) => Number(b.is_current) - Number(a.is_current))}
      />
    </ClientMessages>
  )
}
