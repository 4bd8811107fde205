import { createTranslator } from 'use-intl/core'
import { catalogues } from '@/lib/i18n/messages'
import type { Language } from '@/shared/preferences'

/** Returns the texts of mails in a language. */
export const mailTexts = (locale: Language) =>
  createTranslator({ locale, messages: catalogues[locale], namespace: 'mail' })
