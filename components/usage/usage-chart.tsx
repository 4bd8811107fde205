import { formatDay } from '@/lib/i18n/format'
import { getLocale, getTranslations } from '@/lib/i18n/server'
import type { ChartData, Day } from './chart-data'
import { fills, seriesNamer, type Titles } from './series'

const height = 144
const slot = 10
const barWidth = 7
/** Between the parts of a bar, so that they can be distinguished without their colours, too. */
const gap = 1.5
const minHeight = 2

interface UsageChartProps {
  data: ChartData
  titles: Titles
}

/**
 * Bars by day, stacked by service. The picture widens with its card, the words beside it do not;
 * its numbers are in the tables.
 */
export async function UsageChart({ data, titles }: UsageChartProps) {
  const { days, top } = data
  const [t, locale, nameOf] = await Promise.all([
    getTranslations('usage'),
    getLocale(),
    seriesNamer(titles),
  ])
  const number = new Intl.NumberFormat(locale, { notation: 'compact' })
  const describe = ({ day, counts }: Day) =>
    [
      formatDay(day, locale),
      ...data.series.flatMap((one, i) => (counts[i] ? [`${nameOf(one)}: ${counts[i]}`] : [])),
    ].join('\n')
  const parts = days.flatMap((day, i) => stack(day.counts, top, i * slot + (slot - barWidth) / 2))
  const [first, middle, last] = [days[0], days[Math.floor(days.length / 2)], days.at(-1)]
  return (
    <div className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2 text-xs text-muted tabular-nums">
      <div aria-hidden="true" className="-my-2 flex flex-col justify-between text-right">
        {[top, top / 2, 0].map((tick) => (
          <span key={tick}>{number.format(tick)}</span>
        ))}
      </div>
      <svg
        role="img"
        aria-label={t('chart', { count: data.total })}
        viewBox={`0 0 ${days.length * slot} ${height}`}
        preserveAspectRatio="none"
        className="h-36 w-full overflow-visible"
      >
        {[0, height / 2, height].map((y) => (
          <line
            key={y}
            x2={days.length * slot}
            y1={y}
            y2={y}
            vectorEffect="non-scaling-stroke"
            className={y === height ? 'stroke-line-strong' : 'stroke-line'}
          />
        ))}
        {data.series.map((one, series) => (
          <path
            key={one.service ?? String(one.service)}
            d={parts
              .filter((part) => part.series === series)
              .map(outline)
              .join('')}
            className={fills[series]}
          />
        ))}
        {days.map(
          (day, i) =>
            day.total > 0 && (
              <rect
                key={day.day}
                x={i * slot}
                width={slot}
                height={height}
                className="fill-transparent hover:fill-wash"
              >
                <title>{describe(day)}</title>
              </rect>
            ),
        )}
      </svg>
      <div aria-hidden="true" className="col-start-2 mt-1.5 flex justify-between">
        {[first, middle, last].map(
          (day) => day && <span key={day.day}>{formatDay(day.day, locale)}</span>,
        )}
      </div>
    </div>
  )
}

interface Part {
  series: number
  x: number
  y: number
  height: number
}

/** Places the parts of a bar on top of each other, the most used service at the bottom. */
function stack(counts: readonly number[], top: number, x: number): Part[] {
  let end = height
  return counts.flatMap((count, series) => {
    if (count === 0) return []
    const whole = Math.max((count / top) * height, minHeight + gap)
    end -= whole
    return [{ series, x, y: round(end + gap), height: round(whole - gap) }]
  })
}

/** One path a series takes fewer bytes than a rectangle a part. */
const outline = ({ x, y, height: tall }: Part) => `M${x} ${y}h${barWidth}v${tall}h-${barWidth}z`

const round = (number: number) => Math.round(number * 10) / 10
