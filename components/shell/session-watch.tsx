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
import { noteAccountShown } from './account-shown'
import { onSessionEnd } from './session-channel'

const LookContext = createContext<() => void>(() => {})

/** Returns a function that asks the server whether the page is up to date and of the right user. */
export const useLook = () => use(LookContext)

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
  const look = useLookAgain(userId)
  useEffect(noteAccountShown, [])
  useEffect(() => onSessionEnd(look), [look])
  useEffect(() => onReturn(look), [look])
  return <LookContext value={look}>{children}</LookContext>
}

function useLookAgain(userId: string) {
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
function onReturn(look: () => void): () => void {
  const whenVisible = () => document.visibilityState === 'visible' && look()
  document.addEventListener('visibilitychange', whenVisible)
  addEventListener('focus', look)
  addEventListener('pageshow', reloadIfKept)
  return () => {
    document.removeEventListener('visibilitychange', whenVisible)
    removeEventListener('focus', look)
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
