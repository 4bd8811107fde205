import { formatDay } from '@/lib/i18n/format'
import { getLocale, getTranslations } from '@/lib/i18n/server'
import type { ChartData, Day } from './chart-data'
import { seriesNamer, type Titles } from './series'

interface DaysTableProps {
  data: ChartData
  titles: Titles
}

/** The numbers of the chart, the latest day first. */
export async function DaysTable({ data: { series, days }, titles }: DaysTableProps) {
  const [t, locale, nameOf] = await Promise.all([
    getTranslations('usage'),
    getLocale(),
    seriesNamer(titles),
  ])
  const number = new Intl.NumberFormat(locale)
  const inWords = ({ counts }: Day) =>
    series
      .flatMap((one, i) => (counts[i] ? [`${nameOf(one)}: ${number.format(counts[i])}`] : []))
      .join(', ')
  return (
    <div className="px-4 pb-3.5">
      <table aria-label={t('byDay')} className="w-full text-sm">
        <thead className="text-left text-xs text-muted">
          <tr>
            <th scope="col" className="pb-1.5 font-medium">
              {t('day')}
            </th>
            <th scope="col" className="pb-1.5 pl-4 text-right font-medium">
              {t('uses')}
            </th>
            <th scope="col" className="pb-1.5 pl-4 font-medium">
              {t('where')}
            </th>
          </tr>
        </thead>
        <tbody>
          {days.toReversed().map(
            (day) =>
              day.total > 0 && (
                <tr key={day.day} className="align-baseline">
                  <th scope="row" className="py-1 text-left font-normal whitespace-nowrap">
                    {formatDay(day.day, locale)}
                  </th>
                  <td className="py-1 pl-4 text-right tabular-nums">{number.format(day.total)}</td>
                  <td className="py-1 pl-4 text-muted [overflow-wrap:anywhere]">{inWords(day)}</td>
                </tr>
              ),
          )}
        </tbody>
      </table>
      <p className="mt-2 text-xs text-muted">{t('utc')}</p>
    </div>
  )
}
