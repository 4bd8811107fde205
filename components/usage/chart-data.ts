import type { TokenUsage } from '@/shared/token-usage'

/** Not everybody can distinguish more colours than these. */
const ownColors = 4

/** A series of the chart, which has one colour: a service, or several together. */
export interface Series {
  /** The name of a service; null for verifications that name none; undefined for the rest. */
  service: string | null | undefined
  count: number
  lastUsedAt: string
}

export interface Day {
  /** In UTC, as 2026-11-30. */
  day: string
  /** One per series. */
  counts: number[]
  total: number
}

export interface ChartData {
  series: Series[]
  days: Day[]
  total: number
  /** The upper end of the axis: its half is a whole number, too. */
  top: number
}

/**
 * Arranges the use of a token for a chart: the most used services, then the rest together.
 * @param days how many, today in UTC the last one
 */
export function toChartData(
  { days: uses, services }: TokenUsage,
  days: number,
  now: Date,
): ChartData {
  const shown = services.length > ownColors + 1 ? services.slice(0, ownColors) : services
  const rest = services.slice(shown.length)
  const series: Series[] = [...shown, ...(rest.length > 0 ? [joined(rest)] : [])].map(
    ({ service, count, last_used_at }) => ({ service, count, lastUsedAt: last_used_at }),
  )
  const placeOf = (service: string | null) => {
    const place = shown.findIndex((one) => one.service === service)
    return place < 0 ? shown.length : place
  }
  const perDay = daysUntil(now, days).map((day) => {
    const ofDay = uses.filter((use) => use.day === day)
    const countOf = (place: number) =>
      sum(ofDay.filter(({ service }) => placeOf(service) === place).map(({ count }) => count))
    const counts = series.map((_, place) => countOf(place))
    return { day, counts, total: sum(counts) }
  })
  const top = roundUp(Math.max(...perDay.map(({ total }) => total)))
  return { series, days: perDay, total: sum(series.map(({ count }) => count)), top }
}

function joined(services: TokenUsage['services']) {
  const times = services.map(({ last_used_at }) => last_used_at).sort()
  return {
    service: undefined,
    count: sum(services.map(({ count }) => count)),
    last_used_at: times.at(-1) ?? '',
  }
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)

const dayMs = 86_400_000

const daysUntil = (now: Date, days: number) =>
  Array.from({ length: days }, (_, i) =>
    new Date(now.getTime() - (days - 1 - i) * dayMs).toISOString().slice(0, 10),
  )

const steps = [1, 1.2, 1.6, 2, 3, 4, 5, 6, 8, 10]

/** Rounds up to a number whose half is whole, with one or two digits that are not 0. */
function roundUp(count: number): number {
  if (count <= 10) return Math.max(2, 2 * Math.ceil(count / 2))
  const power = 10 ** Math.floor(Math.log10(count))
  const step = steps.find((step) => step * power >= count) ?? 10
  return Math.round(step * power)
}
