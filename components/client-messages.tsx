import type { ReactNode } from 'react'
import { catalogues, type Namespace, pickMessages } from '@/lib/i18n/messages'
import { getLocale } from '@/lib/i18n/server'
import { MessagesProvider } from './messages-provider'

/** Messages available to every client component. */
const shared = ['common', 'problem'] as const

/** Sends the messages that its client components need, and no others, to the browser. */
export async function ClientMessages({
  of,
  children,
}: {
  of: readonly Namespace[]
  children: ReactNode
}) {
  const locale = await getLocale()
  return (
    <MessagesProvider
      locale={locale}
      messages={pickMessages(catalogues[locale], [...shared, ...of])}
      timeZone="UTC"
      now={new Date()}
    >
      {children}
    </MessagesProvider>
  )
}
