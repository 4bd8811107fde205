import type { Language } from '@/lib/preferences'
import type { Messages as Catalogue } from './messages'

declare module 'use-intl' {
  interface AppConfig {
    Locale: Language
    Messages: Catalogue
  }
}
