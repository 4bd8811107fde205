import './globals.css'

import type { Metadata, Viewport } from 'next'
import type { ReactNode } from 'react'
import { ClientMessages } from '@/components/client-messages'
import { DemoBar } from '@/components/demo/demo-bar'
import { env } from '@/lib/config/settings'
import { getLocale, getTranslations } from '@/lib/i18n/server'
import { readOwnCookie } from '@/lib/sessions/own-cookie'
import { getViewer } from '@/lib/sessions/viewer'
import { pickTheme } from '@/shared/preferences'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('common')
  return { title: { template: `%s · ${t('product')}`, default: t('product') } }
}

export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#fbfaf8' },
    { media: '(prefers-color-scheme: dark)', color: '#141312' },
  ],
}

/** The server writes the language and the theme, so that the first paint is already right. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  // When the database is unavailable, the error page still has a theme.
  const viewer = await getViewer().catch(() => null)
  const [cookie, locale] = await Promise.all([readOwnCookie('theme'), getLocale()])
  const theme = pickTheme(viewer?.theme, cookie)
  const { isDemo } = env()
  return (
    <html lang={locale} data-theme={theme} data-demo={isDemo || undefined}>
      <body>
        {isDemo && <DemoBar />}
        <ClientMessages of={['error']}>{children}</ClientMessages>
      </body>
    </html>
  )
}
