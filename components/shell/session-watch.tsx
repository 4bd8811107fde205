'use client'

import { useRouter } from 'next/navigation'
import {
  createContext,
  type ReactNode,
  startTransition,
  use,
  useCallback,
  useEffect,
  useRef,
} from 'react'
import { callApi } from '@/components/api'
import { noteAccountShown } from './fresh-document'
import { onSessionEnd } from './session-channel'

const RecheckContext = createContext<() => void>(() => {})

/** Returns a function that asks the server whether the page is up to date and of the right user. */
export const useRecheck = () => use(RecheckContext)

interface SessionWatchProps {
  /** The user whose account the page shows. */
  userId: string
  children: ReactNode
}

/**
 * Checks again when the user returns to the page, as much may have changed elsewhere, and when
 * another window of this browser has logged out. A page whose session has ended goes to the sign-in
 * page; one that shows an account other than the signed-in one is reloaded.
 */
export function SessionWatch({ userId, children }: SessionWatchProps) {
  const recheck = useRecheckOf(userId)
  useEffect(noteAccountShown, [])
  useEffect(() => onSessionEnd(recheck), [recheck])
  useEffect(() => onReturn(recheck), [recheck])
  return <RecheckContext value={recheck}>{children}</RecheckContext>
}

function useRecheckOf(userId: string) {
  const router = useRouter()
  const latest = useRef(0)
  return useCallback(async () => {
    latest.current += 1
    const own = latest.current
    // If the session has ended, the call itself leaves the page.
    const result = await callApi<{ id: string }>('GET', '/api/v1/auth/user/me')
    // A refresh while the server is unavailable would lose the page, and the input in it.
    if (result.kind !== 'data' || own !== latest.current) return
    if (result.data.id !== userId) return location.reload()
    startTransition(() => router.refresh())
  }, [router, userId])
}

/** @returns a function that removes the listeners */
function onReturn(recheck: () => void): () => void {
  const whenVisible = () => document.visibilityState === 'visible' && recheck()
  document.addEventListener('visibilitychange', whenVisible)
  addEventListener('focus', recheck)
  addEventListener('pageshow', reloadIfKept)
  return () => {
    document.removeEventListener('visibilitychange', whenVisible)
    removeEventListener('focus', recheck)
    removeEventListener('pageshow', reloadIfKept)
  }
}

/**
 * Back and Forward restore a page as it was left, possibly of a session that has ended. It stays
 * hidden until the server has answered.
 */
function reloadIfKept({ persisted }: PageTransitionEvent): void {
  if (!persisted) return
  document.documentElement.hidden = true
  location.reload()
}
