import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { notFound } from 'next/navigation'
import { ClientMessages } from '@/components/client-messages'
import { ProtectSection } from '@/components/services/protect-section'
import { env } from '@/lib/config/settings'
import { serverAddress } from '@/lib/http/server-address'
import { getTranslations } from '@/lib/i18n/server'
import { listServices } from '@/lib/services/list-services'
import { protectHere } from '@/lib/services/protect-here'
import { requireOwnerPage } from '@/lib/sessions/viewer'
import type { ServiceRow } from '@/shared/service-row'

interface ProtectPageProps {
  params: Promise<{ name: string }>
}

export async function generateMetadata(props: ProtectPageProps): Promise<Metadata> {
  const [t, { title }] = await Promise.all([getTranslations('protect'), requireService(props)])
  return { title: t('pageTitle', { title }) }
}

export default async function ProtectPage(props: ProtectPageProps) {
  const [service, head] = await Promise.all([requireService(props), headers()])
  return (
    <ClientMessages of={['protect']}>
      <ProtectSection
        title={service.title}
        protections={protectHere(service, serverAddress(head, env()))}
      />
    </ClientMessages>
  )
}

/** Returns the service that the address names; otherwise there is no such page. */
async function requireService({ params }: ProtectPageProps): Promise<ServiceRow> {
  const { name } = await params
  const { principal } = await requireOwnerPage(`/services/${name}/protect`)
  const services = await listServices(principal)
  return services.find((service) => service.name === name) ?? notFound()
}
