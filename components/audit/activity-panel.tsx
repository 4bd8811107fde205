'use client'

import { useTranslations } from 'use-intl'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Note } from '@/components/ui/notices'
import { SectionHeading } from '@/components/ui/section-heading'
import type { ActivityPage } from '@/shared/audit-row'
import { ActivityTable } from './activity-table'
import { EmptyActivity } from './empty-activity'
import { ExportLink } from './export-link'
import { useActivity } from './use-activity'

interface ActivityPanelProps {
  firstPage: ActivityPage
  mayExport: boolean
  keptDays: number | 'forever'
}

export function ActivityPanel({ firstPage, mayExport, keptDays }: ActivityPanelProps) {
  const t = useTranslations('activity')
  const { rows, hasMore, isLoading, loadMore, newest, newestRef } = useActivity(firstPage)
  return (
    <section aria-labelledby="activity-heading">
      <SectionHeading
        id="activity-heading"
        title={t('title')}
        about={t('about')}
        action={mayExport && <ExportLink />}
      />
      <Card>
        {rows.length === 0 && <EmptyActivity />}
        {rows.length > 0 && <ActivityTable rows={rows} newest={newest} newestRef={newestRef} />}
        {hasMore && (
          <div className="flex justify-center border-t border-line p-3">
            <Button onClick={loadMore} inactive={isLoading} className="max-md:w-full">
              {isLoading ? t('loadingMore') : t('loadMore')}
            </Button>
          </div>
        )}
        <Note>{keptDays === 'forever' ? t('keptForever') : t('kept', { days: keptDays })}</Note>
      </Card>
    </section>
  )
}
