import { getTranslations } from '@/lib/i18n/server'
import type { Series } from './chart-data'

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
