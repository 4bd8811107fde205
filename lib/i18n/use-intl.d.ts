import type { Language } from '@/shared/preferences'
import type { Messages as Catalogue } from './messages'

declare module 'use-intl' {
  interface AppConfig {
    Locale: Language
    Messages: Catalogue
  }
}
