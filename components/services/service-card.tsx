import { CopyTextButton } from '@/components/snippets/copy-text-button'
import { Card } from '@/components/ui/card'
import { getTranslations } from '@/lib/i18n/server'
import type { ReachedService } from '@/shared/reach'
import { OwnerActions } from './owner-actions'
import { ServiceFacts } from './service-facts'
import { ServiceReach } from './service-reach'

interface ServiceCardProps {
  service: ReachedService
  isOwner: boolean
}

/** A service: its address, whether it accepts the user's own token, and how to call it. */
export function ServiceCard({ service, isOwner }: ServiceCardProps) {
  const { name, title, url, reach } = service
  const id = `service-${name}`
  return (
    <Card className="grid">
      <article aria-labelledby={id} className="flex flex-col">
        <div className="grow px-4 pt-3.5 pb-4">
          <div className="flex flex-wrap items-baseline justify-between gap-x-3 gap-y-1">
            <h2
              id={id}
              translate="no"
              className="min-w-0 text-lg font-semibold [overflow-wrap:anywhere]"
            >
              {title}
            </h2>
            {isOwner && (
              <code
                translate="no"
                className="min-w-0 font-mono text-xs text-muted [overflow-wrap:anywhere]"
              >
                {name}
              </code>
            )}
          </div>
          {url && (
            <a
              href={url}
              translate="no"
              rel="noreferrer"
              className="text-accent underline decoration-line-strong underline-offset-3 [overflow-wrap:anywhere] hover:decoration-current"
            >
              {url}
            </a>
          )}
          <ServiceReach reach={reach} />
          <ServiceFacts service={service} isOwner={isOwner} />
          {url && reach !== 'not_in_groups' && <Call url={url} title={title} />}
        </div>
        {isOwner && <OwnerActions service={service} />}
      </article>
    </Card>
  )
}

/** The first call. It contains a placeholder: the token is shown and copied on its own page. */
async function Call({ url, title }: { url: string; title: string }) {
  const t = await getTranslations('services')
  const command = `curl -H 'xc-token: YOUR_TOKEN' '${url.replaceAll("'", '%27')}'`
  return (
    <div className="mt-3.5 flex items-center gap-3 rounded-m border border-line bg-wash py-2 pr-2 pl-3 max-md:flex-col max-md:items-stretch max-md:pr-3">
      <code translate="no" className="min-w-0 grow font-mono text-xs [overflow-wrap:anywhere]">
        {command}
      </code>
      <CopyTextButton text={command} title={t('copyCall', { title })} />
    </div>
  )
}
