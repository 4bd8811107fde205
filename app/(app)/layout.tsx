import type { ReactNode } from 'react'
import { ClientMessages } from '@/components/client-messages'
import { Drawer } from '@/components/shell/drawer'
import { SecondFactorReset } from '@/components/shell/second-factor-reset'
import { SessionWatch } from '@/components/shell/session-watch'
import { Sidebar, SkipLink } from '@/components/shell/sidebar'
import { UserMenu } from '@/components/shell/user-menu'
import { RefreshProvider } from '@/components/ui/refresh'
import { Toaster } from '@/components/ui/toaster'
import { env } from '@/lib/config/settings'
import { formatDuration } from '@/lib/i18n/format'
import { getLocale } from '@/lib/i18n/server'
import { isResetUnread } from '@/lib/second-factor/reset-notice'
import { getViewer } from '@/lib/sessions/viewer'

/** The application shell. Each page in it loads its own viewer, and redirects visitors. */
export default async function AppLayout({ children }: { children: ReactNode }) {
  const viewer = await getViewer()
  if (!viewer) return children
  const { principal, displayName, email, isOwner, language, theme } = viewer
  const isReset = await isResetUnread(principal.subject.id)
  const lifetime = formatDuration(env().authTokenTtlSeconds, await getLocale())
  const sidebar = (
    <Sidebar
      isOwner={isOwner}
      userMenu={
        <UserMenu user={{ displayName, email, language, theme }} tokenLifetime={lifetime} />
      }
    />
  )
  return (
    <ClientMessages of={['shell', 'menu', 'preference']}>
      <Toaster>
        <SessionWatch userId={principal.subject.id}>
          <RefreshProvider>
            <SkipLink />
            <div className="min-h-[calc(100dvh-var(--bar))] md:grid md:grid-cols-[16rem_minmax(0,1fr)]">
              <header className="z-10 border-r border-line bg-sidebar max-md:hidden">
                <div className="sticky top-(--bar) h-[calc(100dvh-var(--bar))]">{sidebar}</div>
              </header>
              <Drawer>{sidebar}</Drawer>
              <main
                id="content"
                tabIndex={-1}
                className="w-full max-w-255 px-12 py-9 max-lg:px-8 outline-none max-md:px-4 max-md:py-5.5"
              >
                {isReset && <SecondFactorReset />}
                {children}
              </main>
            </div>
          </RefreshProvider>
        </SessionWatch>
      </Toaster>
    </ClientMessages>
  )
}
