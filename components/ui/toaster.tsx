'use client'

import { createContext, type ReactNode, use, useState } from 'react'
import { Toast } from './toast'

interface Notice {
  id: number
  text: string
}

interface Notifier {
  /** Shows a text in the corner of the screen, and reads it out. */
  toast: (text: string) => void
  /**
   * Only reads a text out, for a change that is visible where it happened. The last toast is then
   * outdated, and removed.
   */
  announce: (text: string) => void
}

const NotifierContext = createContext<Notifier | null>(null)
const AnnouncementContext = createContext('')

export function useNotifier(): Notifier {
  const notifier = use(NotifierContext)
  if (!notifier) throw new Error('useNotifier needs a Toaster above it.')
  return notifier
}

export function Toaster({ children }: { children: ReactNode }) {
  const [notice, setNotice] = useState<Notice | null>(null)
  const [spoken, setSpoken] = useState<Notice>({ id: 0, text: '' })

  const [notifier] = useState<Notifier>(() => {
    const speak = (text: string) => setSpoken(({ id }) => ({ id: id + 1, text }))
    return {
      announce(text) {
        speak(text)
        setNotice(null)
      },
      toast(text) {
        speak(text)
        setNotice((last) => ({ id: (last?.id ?? 0) + 1, text }))
      },
    }
  })

  return (
    <NotifierContext value={notifier}>
      <AnnouncementContext value={distinct(spoken)}>
        {children}
        <Announcer />
        {notice && <Toast key={notice.id} text={notice.text} onDismiss={() => setNotice(null)} />}
      </AnnouncementContext>
    </NotifierContext>
  )
}

/**
 * A live region is read out when its text changes. An invisible character makes the same words a
 * new text.
 */
function distinct({ id, text }: Notice): string {
  return id % 2 ? text : `${text}\u200b`
}

/**
 * Reads announcements out. A modal dialog needs one of its own: everything outside it is silent.
 */
export function Announcer() {
  return (
    <p role="status" className="sr-only">
      {use(AnnouncementContext)}
    </p>
  )
}
