import 'server-only'

import { headers } from 'next/headers'
import { cache } from 'react'
import { createTranslator } from 'use-intl/core'
import { readOwnCookie } from '@/lib/sessions/own-cookie'
import { getViewer } from '@/lib/sessions/viewer'
import type { Language } from '@/shared/preferences'
import { pickLocale } from './locale'
import { catalogues, type Namespace } from './messages'

/**
 * Returns the language of this request; the browser's preference decides when the database is
 * unavailable.
 */
export const getLocale = cache(async (): Promise<Language> => {
  const viewer = await getViewer().catch(() => null)
  const [cookie, head] = await Promise.all([readOwnCookie('language'), headers()])
  return pickLocale({
    chosen: viewer?.language,
    cookie,
    acceptLanguage: head.get('accept-language'),
  })
})

export async function getTranslations<N extends Namespace>(namespace: N) {
  const locale = await getLocale()
  return createTranslator({ locale, messages: catalogues[locale], namespace })
}
