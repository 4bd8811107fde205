import { SkeletonPanel } from '@/components/ui/skeleton-panel'
import { getTranslations } from '@/lib/i18n/server'

export default async function TokensLoading() {
  const t = await getTranslations('tokens')
  return <SkeletonPanel title={t('title')} rows={1} />
}
