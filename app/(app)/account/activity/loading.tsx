import { SkeletonPanel } from '@/components/ui/skeleton-panel'
import { getTranslations } from '@/lib/i18n/server'

export default async function ActivityLoading() {
  const t = await getTranslations('activity')
  return <SkeletonPanel title={t('title')} rows={6} />
}
