import { SkeletonPanel } from '@/components/ui/skeleton-panel'
import { getTranslations } from '@/lib/i18n/server'

export default async function PeopleLoading() {
  const t = await getTranslations('people')
  return <SkeletonPanel title={t('title')} level={1} rows={8} />
}
