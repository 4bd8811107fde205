import type { Locale } from './locale'
import type { Messages as Catalogue } from './messages'

declare module 'use-intl' {
  interface AppConfig {
    Locale: Locale
    Messages: Catalogue
  }
}
