import { SkeletonPanel } from '@/components/ui/skeleton-panel'
import { getTranslations } from '@/lib/i18n/server'

export default async function ProfileLoading() {
  const t = await getTranslations('profile')
  return <SkeletonPanel title={t('title')} rows={3} />
}
