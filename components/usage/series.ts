import { getTranslations } from '@/lib/i18n/server'
import type { Series } from './chart-data'

/*
 * The colours of the series, in their order. Each pair differs for colour-blind people, too, and
 * each has a contrast of 3 to 1 against a card (test/unit/chart-colors.test.ts).
 */

export const fills = [
  'fill-series-1',
  'fill-series-2',
  'fill-series-3',
  'fill-series-4',
  'fill-series-5',
]

export const backgrounds = [
  'bg-series-1',
  'bg-series-2',
  'bg-series-3',
  'bg-series-4',
  'bg-series-5',
]

/** The titles of services by their names. A service that was deleted has none. */
export type Titles = ReadonlyMap<string, string>

/** @returns the words for a series */
export async function seriesNamer(titles: Titles) {
  const t = await getTranslations('usage')
  return ({ service }: Pick<Series, 'service'>): string => {
    if (service === undefined) return t('others')
    return service === null ? t('unnamed') : (titles.get(service) ?? service)
  }
}
