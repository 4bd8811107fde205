import { Card } from '@/components/ui/card'
import { Text } from '@/components/ui/text'
import { getTranslations } from '@/lib/i18n/server'
import { defaultUsageDays, type TokenUsage } from '@/shared/token-usage'
import { toChartData } from './chart-data'
import { DaysTable } from './days-table'
import type { Titles } from './series'
import { UsageChart } from './usage-chart'
import { UsageTable } from './usage-table'

interface UsageSectionProps {
  /** Of the last `defaultUsageDays` days. */
  usage: TokenUsage
  titles: Titles
  className?: string
}

/** How often a token was used where: a chart by day, and its numbers as text. */
export async function UsageSection({ usage, titles, className = '' }: UsageSectionProps) {
  const t = await getTranslations('usage')
  const data = toChartData(usage, defaultUsageDays, new Date())
  const id = 'usage-heading'
  return (
    <section aria-labelledby={id} className={className}>
      <h2 id={id} className="mb-2.5 text-lg font-semibold">
        {t('title', { days: defaultUsageDays })}
      </h2>
      <Card>
        {data.total === 0 ? (
          <p className="px-6 py-8 text-center text-balance text-muted">{t('empty')}</p>
        ) : (
          <>
            <div className="grid items-start gap-x-8 gap-y-5 p-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
              <UsageChart data={data} titles={titles} />
              <UsageTable data={data} titles={titles} />
            </div>
            <details className="group border-t border-line bg-wash">
              <summary className="px-4 py-2.5 text-sm font-medium text-muted hover:text-ink focus-visible:-outline-offset-2">
                <Text>{t('byDay')}</Text>
              </summary>
              <DaysTable data={data} titles={titles} />
            </details>
          </>
        )}
      </Card>
    </section>
  )
}
