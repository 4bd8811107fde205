import type { Metadata } from 'next'
import { ClientMessages } from '@/components/client-messages'
import { ServicesSection } from '@/components/services/services-section'
import { getTranslations } from '@/lib/i18n/server'
import { listReachedServices } from '@/lib/services/list-services'
import { requireViewer } from '@/lib/sessions/viewer'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('services')
  return { title: t('title') }
}

export default async function ServicesPage() {
  const { principal, isOwner } = await requireViewer('/services')
  return (
    <ClientMessages of={['services']}>
      <ServicesSection services={await listReachedServices(principal)} isOwner={isOwner} />
    </ClientMessages>
  )
}
