import { SkeletonPanel } from '@/components/ui/skeleton-panel'
import { getTranslations } from '@/lib/i18n/server'

export default async function SessionsLoading() {
  const t = await getTranslations('sessions')
  return <SkeletonPanel title={t('title')} rows={2} />
}
