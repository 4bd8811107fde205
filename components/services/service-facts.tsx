import { Text } from '@/components/ui/text'
import { RelativeTime } from '@/components/ui/time'
import { formatList } from '@/lib/i18n/format'
import { getLocale, getTranslations } from '@/lib/i18n/server'
import type { ServiceRow } from '@/shared/service-row'

interface ServiceFactsProps {
  service: ServiceRow
  isOwner: boolean
}

/**
 * The groups that may use it, for an owner; when it was last used, by everybody or by the own
 * token.
 */
export async function ServiceFacts({ service, isOwner }: ServiceFactsProps) {
  const t = await getTranslations('services')
  const { last_used_at: lastUsedAt, use_count: count } = service
  return (
    <dl className="mt-2.5 grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-0.5 text-sm">
      {isOwner && (
        <>
          <dt className="text-muted">{t('access')}</dt>
          <dd className="[overflow-wrap:anywhere]">
            <Access service={service} />
          </dd>
        </>
      )}
      <dt className="text-muted">{isOwner ? t('lastUsedByAll') : t('lastUsed')}</dt>
      <dd>
        {lastUsedAt ? (
          <Text>{t.rich('usedAt', { count, time: () => <RelativeTime at={lastUsedAt} /> })}</Text>
        ) : (
          t('neverUsed')
        )}
      </dd>
    </dl>
  )
}

async function Access({ service: { access, groups } }: { service: ServiceRow }) {
  const [t, locale] = await Promise.all([getTranslations('services'), getLocale()])
  if (access === 'everyone') return t('everyone')
  if (groups.length === 0) return <span className="text-danger">{t('nobody')}</span>
  return <span translate="no">{formatList(groups, locale)}</span>
}
