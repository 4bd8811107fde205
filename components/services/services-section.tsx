import { BlankCounter } from '@/components/brand-mark'
import { servicesHeadingId } from '@/components/focus-targets'
import { Card } from '@/components/ui/card'
import { getTranslations } from '@/lib/i18n/server'
import type { ReachedService } from '@/shared/reach'
import { AddServiceButton } from './add-service'
import { ServiceCard } from './service-card'

interface ServicesSectionProps {
  services: ReachedService[]
  /** Whether the user adds, changes and deletes services. */
  isOwner: boolean
}

export async function ServicesSection({ services, isOwner }: ServicesSectionProps) {
  const t = await getTranslations('services')
  return (
    <section aria-labelledby={servicesHeadingId}>
      <div className="mb-6 flex items-start justify-between gap-6 max-md:flex-col max-md:items-stretch max-md:gap-3.5">
        <div>
          <h1 id={servicesHeadingId} tabIndex={-1} className="text-xl font-semibold outline-none">
            {t('title')}
          </h1>
          <p className="mt-0.5 max-w-[72ch] text-muted">{isOwner ? t('aboutOwner') : t('about')}</p>
        </div>
        {isOwner && <AddServiceButton />}
      </div>
      {services.length === 0 ? (
        <Empty isOwner={isOwner} />
      ) : (
        <ul className="grid gap-4 lg:grid-cols-2">
          {services.map((service) => (
            <li key={service.name} className="grid">
              <ServiceCard service={service} isOwner={isOwner} />
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

async function Empty({ isOwner }: { isOwner: boolean }) {
  const t = await getTranslations('services')
  return (
    <Card>
      <div className="grid justify-items-center px-6 pt-11 pb-12 text-center">
        <BlankCounter />
        <h2 className="mt-2.5 text-lg font-semibold">{t('emptyTitle')}</h2>
        <p className="mt-1.5 max-w-[52ch] text-muted">
          {isOwner ? t('emptyOwner') : t('emptyMember')}
        </p>
      </div>
    </Card>
  )
}
