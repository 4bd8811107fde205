import 'server-only'

import { cookies, headers } from 'next/headers'
import { cache } from 'react'
import { createTranslator } from 'use-intl/core'
import { ownCookieName } from '@/lib/auth/own-cookie'
import { getViewer } from '@/lib/auth/viewer'
import { type Language, languageCookie } from '@/lib/preferences'
import { pickLocale } from './locale'
import { catalogues, type Namespace } from './messages'

/** The language of this request; where the database is out of reach, what the browser says decides. */
export const getLocale = cache(async (): Promise<Language> => {
  const viewer = await getViewer().catch(() => null)
  const [jar, head] = await Promise.all([cookies(), headers()])
  return pickLocale({
    chosen: viewer?.language,
    cookie: jar.get(ownCookieName(languageCookie))?.value,
    acceptLanguage: head.get('accept-language'),
  })
})

export async function getTranslations<N extends Namespace>(namespace: N) {
  const locale = await getLocale()
  return createTranslator({ locale, messages: catalogues[locale], namespace })
}
