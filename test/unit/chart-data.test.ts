import { expect, test } from 'vitest'
import { toChartData } from '@/components/usage/chart-data'

/* How the use of a token is arranged for its chart. */

const now = new Date('2026-03-01T00:30:00.000Z')
const at = '2026-02-28T12:00:00.000Z'
const service = (name: string | null, count: number, last_used_at = at) => ({
  service: name,
  count,
  last_used_at,
})

test('the days end with today in UTC, also those without use', () => {
  const days = [
    { day: '2026-02-27', service: 'wiki', count: 2 },
    { day: '2026-02-27', service: null, count: 1 },
    { day: '2026-03-01', service: null, count: 4 },
  ]
  const data = toChartData({ days, services: [service(null, 5), service('wiki', 2)] }, 4, now)
  expect(data.days).toEqual([
    { day: '2026-02-26', counts: [0, 0], total: 0 },
    { day: '2026-02-27', counts: [1, 2], total: 3 },
    { day: '2026-02-28', counts: [0, 0], total: 0 },
    { day: '2026-03-01', counts: [4, 0], total: 4 },
  ])
  expect(data.total).toBe(7)
})

test('a fifth service has its own colour; more share the last one, and no use is lost', () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f']
  const days = names.map((name, i) => ({ day: '2026-03-01', service: name, count: 6 - i }))
  const services = names.map((name, i) => service(name, 6 - i))
  const five = { days: days.slice(0, 5), services: services.slice(0, 5) }
  expect(toChartData(five, 1, now).series.map((one) => one.service)).toEqual(names.slice(0, 5))
  const late = '2026-03-01T00:20:00.000Z'
  const six = { days, services: [...services.slice(0, 5), service('f', 1, late)] }
  const { series, days: [day] = [] } = toChartData(six, 1, now)
  expect(series.map((one) => one.service)).toEqual(['a', 'b', 'c', 'd', undefined])
  expect(series.at(-1)).toEqual({ service: undefined, count: 3, lastUsedAt: late })
  expect(day).toEqual({ day: '2026-03-01', counts: [6, 5, 4, 3, 3], total: 21 })
})

test.each([
  [0, 2],
  [1, 2],
  [3, 4],
  [10, 10],
  [11, 12],
  [21, 30],
  [132, 160],
  [99_999, 100_000],
])('for at most %i uses a day, the axis ends at %i', (count, top) => {
  const days = [{ day: '2026-03-01', service: null, count }]
  expect(toChartData({ days, services: [service(null, count)] }, 1, now).top).toBe(top)
})
