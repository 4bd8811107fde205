import { RelativeTime } from '@/components/ui/time'
import { getLocale, getTranslations } from '@/lib/i18n/server'
import type { ChartData } from './chart-data'
import { backgrounds, seriesNamer, type Titles } from './series'

interface UsageTableProps {
  data: ChartData
  titles: Titles
}

/** The sums of the chart, and what its colours stand for. */
export async function UsageTable({ data, titles }: UsageTableProps) {
  const [t, locale, nameOf] = await Promise.all([
    getTranslations('usage'),
    getLocale(),
    seriesNamer(titles),
  ])
  const number = new Intl.NumberFormat(locale)
  return (
    <table aria-label={t('byService')} className="w-full text-sm">
      <thead className="text-left text-xs text-muted">
        <tr>
          <th scope="col" className="pb-1.5 font-medium">
            {t('service')}
          </th>
          <th scope="col" className="pb-1.5 pl-3 text-right font-medium whitespace-nowrap">
            {t('uses')}
          </th>
          <th scope="col" className="pb-1.5 pl-3 text-right font-medium whitespace-nowrap">
            {t('lastUsedAt')}
          </th>
        </tr>
      </thead>
      <tbody>
        {data.series.map((series, i) => (
          <tr key={series.service ?? String(series.service)} className="align-baseline">
            <th scope="row" className="py-1 text-left font-normal [overflow-wrap:anywhere]">
              <span className="flex items-baseline gap-2">
                <span
                  aria-hidden="true"
                  className={`size-2.5 shrink-0 rounded-[3px] ${backgrounds[i]}`}
                />
                <span translate={series.service ? 'no' : undefined}>{nameOf(series)}</span>
              </span>
            </th>
            <td className="py-1 pl-3 text-right tabular-nums">{number.format(series.count)}</td>
            <td className="py-1 pl-3 text-right whitespace-nowrap text-muted">
              <RelativeTime at={series.lastUsedAt} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
