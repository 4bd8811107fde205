import type { Metadata } from 'next'
import { ClientMessages } from '@/components/client-messages'
import { GroupsSection } from '@/components/groups/groups-section'
import { getTranslations } from '@/lib/i18n/server'
import { listGroups } from '@/lib/people/group'
import { namePeople } from '@/lib/people/list-people'
import { listServices } from '@/lib/services/list-services'
import { requireOwnerPage } from '@/lib/sessions/viewer'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('groups')
  return { title: t('title') }
}

export default async function GroupsPage() {
  const { principal } = await requireOwnerPage('/people/groups')
  const [{ groups }, names, services] = await Promise.all([
    listGroups(),
    namePeople(),
    listServices(principal),
  ])
  return (
    <ClientMessages of={['groups']}>
      <GroupsSection {...{ groups, names, services }} />
    </ClientMessages>
  )
}
