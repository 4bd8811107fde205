import { SkeletonPanel } from '@/components/ui/skeleton-panel'
import { getTranslations } from '@/lib/i18n/server'

export default async function SecurityLoading() {
  const t = await getTranslations('security')
  return <SkeletonPanel title={t('title')} rows={3} />
}
